using Tollama.Core.Catalog;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Catalog;

/// <summary>The profile store, seen through a grain: one writer for the whole cluster.</summary>
internal sealed class ProfileGrain(IProfileStore store) : Grain, IProfileGrain
{
    public Task<IReadOnlyList<StoredProfile>> ListAsync() => store.ListAsync();

    public Task<StoredProfile?> FindAsync(string name) => store.FindAsync(name);

    public Task<StoredProfile> WriteAsync(string name, ForecastProfile profile) => store.WriteAsync(name, profile);

    public Task<StoredProfile> WriteTextAsync(string name, string yaml) => store.WriteAsync(name, store.Parse(yaml));

    public Task TakeUpAsync(IReadOnlyList<StoredProfile> profiles) => store.TakeUpAsync(profiles);

    public Task<bool> DeleteAsync(string name) => store.DeleteAsync(name);
}
