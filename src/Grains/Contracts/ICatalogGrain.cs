using Tollama.Core.Catalog;

namespace Tollama.Grains.Contracts;

/// <summary>
/// What is installed and what can be. Key: <c>catalog</c>. Faults as <see cref="IModelCatalog"/> and
/// <see cref="IModelStore"/>.
/// </summary>
public interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>Registry entries and built-in models.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<RegistryEntry>> RegistryAsync();

    /// <summary>The registry entry or built-in model of a name; null when there is none.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<RegistryEntry?> FindEntryAsync(string model);

    /// <summary>Both of a name or reference: what every forecast asks.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<CatalogMatch> MatchAsync(string model);

    /// <summary>Install records.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<ModelManifest>> InstalledAsync();

    /// <summary>The install record of a name or reference; null when it is not installed.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<ModelManifest?> FindAsync(string model);

    /// <summary>Writes an install record without weights.</summary>
    Task<ModelManifest> RegisterAsync(string model, bool acceptLicence);

    /// <summary>Enters a model that a silo has just installed.</summary>
    Task EnterAsync(InstalledModel model);

    /// <summary>Enters models that a silo brings with it, where nothing is known of them.</summary>
    Task TakeUpAsync(IReadOnlyList<InstalledModel> models);

    /// <summary>Unloads and removes a model.</summary>
    Task RemoveAsync(string model);
}
