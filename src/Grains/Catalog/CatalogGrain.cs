using Tollama.Core.Catalog;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Catalog;

/// <summary>What is installed, and what the model store of this silo can install.</summary>
internal sealed class CatalogGrain(IModelStore store, IModelCatalog catalog) : Grain, ICatalogGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "catalog";

    public Task<IReadOnlyList<RegistryEntry>> RegistryAsync() => Task.FromResult(store.Registry());

    public Task<RegistryEntry?> FindEntryAsync(string model) => Task.FromResult(store.FindInRegistry(model));

    public async Task<CatalogMatch> MatchAsync(string model)
    {
        var manifest = await catalog.FindAsync(model);
        return new CatalogMatch(manifest, store.FindInRegistry(manifest?.Name ?? model));
    }

    public Task<IReadOnlyList<ModelManifest>> InstalledAsync() => catalog.InstalledAsync();

    public Task<ModelManifest?> FindAsync(string model) => catalog.FindAsync(model);

    public async Task<ModelManifest> RegisterAsync(string model, bool acceptLicence)
    {
        var manifest = store.Register(model, acceptLicence);
        await catalog.EnterAsync(new InstalledModel(manifest, store.AcceptedBy(manifest.Name)));
        return manifest;
    }

    public Task EnterAsync(InstalledModel model) => catalog.EnterAsync(model);

    public Task TakeUpAsync(IReadOnlyList<InstalledModel> models) => catalog.TakeUpAsync(models);

    public async Task RemoveAsync(string model)
    {
        if (await catalog.FindAsync(model) is { } installed)
        {
            var grain = GrainFactory.GetGrain<IModelGrain>(installed.Name);
            await grain.UnpinAsync();
            await grain.UnloadAsync(CancellationToken.None);
        }

        await catalog.RemoveAsync(model);
    }
}
