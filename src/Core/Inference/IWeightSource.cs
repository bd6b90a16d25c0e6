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
    /// Fetches the files of exactly the installed version: from another machine that has them, else from where they
    /// were published. Progress is what a pull reports; at the end <see cref="Find"/> finds the model.
    /// </summary>
    /// <exception cref="Errors.TollamaException">
    /// What a pull throws; ModelUnsupported: another version is to be had.
    /// </exception>
    IAsyncEnumerable<PullEvent> FetchAsync(
        ModelArtifact artifact, IWeightPeers peers, CancellationToken cancellationToken);

    /// <summary>
    /// What of this version other machines may have from here; null where it is not whole here, its licence is not
    /// accepted here, or its files have no known digests.
    /// </summary>
    WeightOffer? Offer(ModelArtifact artifact);

    /// <summary>Reads a file of an installed model.</summary>
    /// <param name="model">Name that it is installed under.</param>
    /// <param name="sha256">The file.</param>
    /// <param name="from">Bytes to leave out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Errors.TollamaException">
    /// NotFound: it is not here; LicenceRequired; StorageFailed.
    /// </exception>
    IAsyncEnumerable<WeightChunk> ReadAsync(
        string model, string sha256, long from, CancellationToken cancellationToken);

    /// <summary>Frees the files of a model where there are some.</summary>
    /// <exception cref="Errors.TollamaException">Conflict: it is being pulled; StorageFailed.</exception>
    void Remove(string model);
}
