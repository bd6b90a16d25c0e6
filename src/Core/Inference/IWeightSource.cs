using Tollama.Core.Catalog;

namespace Tollama.Core.Inference;

/// <summary>
/// Brings the files of installed models to this machine: where several machines serve, each loads from its own disk.
/// </summary>
public interface IWeightSource
{
    /// <summary>The model with its files as they lie on this machine; null while they do not.</summary>
    ModelArtifact? Find(ModelArtifact artifact);

    /// <summary>
    /// Fetches the files of exactly the installed version. Progress is what a pull reports; at the end
    /// <see cref="Find"/> finds the model.
    /// </summary>
    /// <exception cref="Errors.TollamaException">
    /// What a pull throws; ModelUnsupported: another version is to be had.
    /// </exception>
    IAsyncEnumerable<PullEvent> FetchAsync(ModelArtifact artifact, CancellationToken cancellationToken);

    /// <summary>Frees the files of a model where there are some.</summary>
    /// <exception cref="Errors.TollamaException">Conflict: it is being pulled; StorageFailed.</exception>
    void Remove(string model);
}
