using Tollama.Core.Catalog;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Catalog;

/// <summary>The profile store, seen through a grain: one writer for the whole cluster.</summary>
internal sealed class ProfileGrain(IProfileStore store) : Grain, IProfileGrain
{
    public Task<IReadOnlyList<StoredProfile>> ListAsync() => Task.FromResult(store.List());

    public Task<StoredProfile?> FindAsync(string name) => Task.FromResult(store.Find(name));

    public Task<StoredProfile> WriteAsync(string name, ForecastProfile profile) =>
        Task.FromResult(store.Write(name, profile));

    public Task<StoredProfile> WriteTextAsync(string name, string yaml) =>
        Task.FromResult(store.Write(name, store.Parse(yaml)));

    public Task<bool> DeleteAsync(string name) => Task.FromResult(store.Delete(name));
}
