using Tollama.Core.Catalog;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Catalog;

/// <summary>The model store, seen through a grain.</summary>
internal sealed class CatalogGrain(IModelStore store) : Grain, ICatalogGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "catalog";

    public Task<IReadOnlyList<RegistryEntry>> RegistryAsync() => Task.FromResult(store.Registry());

    public Task<RegistryEntry?> FindEntryAsync(string model) => Task.FromResult(store.FindInRegistry(model));

    public Task<CatalogMatch> MatchAsync(string model)
    {
        var manifest = store.Find(model);
        return Task.FromResult(new CatalogMatch(manifest, store.FindInRegistry(manifest?.Name ?? model)));
    }

    public Task<IReadOnlyList<ModelManifest>> InstalledAsync() => Task.FromResult(store.Installed());

    public Task<ModelManifest?> FindAsync(string model) => Task.FromResult(store.Find(model));

    public Task<ModelManifest> RegisterAsync(string model, bool acceptLicence) =>
        Task.FromResult(store.Register(model, acceptLicence));

    public async Task RemoveAsync(string model)
    {
        if (store.Find(model) is { } installed)
        {
            var grain = GrainFactory.GetGrain<IModelGrain>(installed.Name);
            await grain.UnpinAsync();
            await grain.UnloadAsync(CancellationToken.None);
        }

        store.Remove(model);
    }
}
