namespace Tollama.Core.Catalog;

/// <summary>
/// The models on this machine: manifests, weights, registry. Implemented by the silo; grains call it.
/// </summary>
public interface IModelStore
{
    /// <summary>Registry entries and built-in models, by name.</summary>
    IReadOnlyList<RegistryEntry> Registry();

    /// <summary>The registry entry or built-in model of a name; null when there is none.</summary>
    RegistryEntry? FindInRegistry(string model);

    /// <summary>Install records, by name; unreadable ones are skipped with a warning in the log.</summary>
    IReadOnlyList<ModelManifest> Installed();

    /// <summary>
    /// The install record of a name, <c>hf.co</c> reference or folder; null when it is not installed.
    /// </summary>
    ModelManifest? Find(string model);

    /// <summary>
    /// Account and machine of the daemon that took the acceptance of a model's licence; null without receipt.
    /// </summary>
    string? AcceptedBy(string model);

    /// <summary>Writes an install record without weights (<c>POST /v1/models/pull</c>).</summary>
    /// <exception cref="Errors.TollamaException">
    /// ModelNotFound, LicenceRequired, InvalidRequest (malformed name).
    /// </exception>
    ModelManifest Register(string model, bool acceptLicence);

    /// <summary>Removes record and weights; frees exactly the blobs that nobody else uses.</summary>
    /// <exception cref="Errors.TollamaException">ModelNotFound.</exception>
    void Remove(string model);

    /// <summary>
    /// Fetches the weights: single-flight per model, resumable, verified. Throws before the first event for what the
    /// contract checks before streaming (unknown model, licence); later faults are thrown from the enumeration.
    /// </summary>
    IAsyncEnumerable<PullEvent> PullAsync(PullRequest request, CancellationToken cancellationToken);
}
