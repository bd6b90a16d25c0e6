using Tollama.Core.Catalog;

namespace Tollama.Grains.Catalog;

/// <summary>The install records of this machine's own store, which writes them itself.</summary>
internal sealed class MachineCatalog(IModelStore store) : IModelCatalog
{
    public Task<IReadOnlyList<ModelManifest>> InstalledAsync() => Task.FromResult(store.Installed());

    public Task<ModelManifest?> FindAsync(string model) => Task.FromResult(store.Find(model));

    public Task EnterAsync(InstalledModel model) => Task.CompletedTask;

    public Task TakeUpAsync(IReadOnlyList<InstalledModel> models) => Task.CompletedTask;

    public Task RemoveAsync(string model)
    {
        store.Remove(model);
        return Task.CompletedTask;
    }
}
