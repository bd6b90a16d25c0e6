using Tollama.Core.Catalog;
using Tollama.Core.Inference;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The model files of one silo's machine. Key: the silo's name; it is activated there and nowhere else.
/// </summary>
public interface IWeightsGrain : IGrainWithStringKey
{
    /// <summary>Whether a model's files are on this machine, and how fast they would come if not.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<WeightsAnswer> FindAsync(ModelArtifact artifact);

    /// <summary>
    /// Fetches a model's files, once however many of the silo's copies ask; faults are thrown from the enumeration.
    /// </summary>
    IAsyncEnumerable<PullEvent> FetchAsync(ModelArtifact artifact, CancellationToken cancellationToken);

    /// <summary>What of a version other silos may have from here; null where it is not whole here.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<WeightOffer?> OfferAsync(ModelArtifact artifact);

    /// <summary>Reads a file of an installed model, as fast as who asks takes it.</summary>
    /// <param name="model">Name that it is installed under.</param>
    /// <param name="sha256">The file.</param>
    /// <param name="from">Bytes to leave out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<WeightChunk> ReadAsync(
        string model, string sha256, long from, CancellationToken cancellationToken);

    /// <summary>Frees a model's files where there are some.</summary>
    /// <exception cref="Core.Errors.TollamaException">Conflict: it is being pulled there; StorageFailed.</exception>
    Task RemoveAsync(string model);
}
