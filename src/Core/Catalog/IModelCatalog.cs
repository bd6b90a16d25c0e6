namespace Tollama.Core.Catalog;

/// <summary>
/// Which models are installed: on one machine those of its <see cref="IModelStore"/>, in a cluster those that its
/// database lists, whatever lies on the disks of its machines. For one grain, which alone changes it: what was read is
/// as old as its activation.
/// </summary>
/// <remarks>Every member may throw Unavailable: the list cannot be reached.</remarks>
public interface IModelCatalog
{
    /// <summary>Install records, by name.</summary>
    Task<IReadOnlyList<ModelManifest>> InstalledAsync();

    /// <summary>The install record of a name, <c>hf.co</c> reference or folder; null when there is none.</summary>
    Task<ModelManifest?> FindAsync(string model);

    /// <summary>Enters a model that a store has just installed, in place of an older record.</summary>
    Task EnterAsync(InstalledModel model);

    /// <summary>
    /// Enters models that a machine brings with it. One that is listed stays as it is; one that was removed stays so
    /// until it is pulled.
    /// </summary>
    Task TakeUpAsync(IReadOnlyList<InstalledModel> models);

    /// <summary>Removes a model and frees its files.</summary>
    /// <exception cref="Errors.TollamaException">ModelNotFound; Conflict: it is being pulled.</exception>
    Task RemoveAsync(string model);
}
