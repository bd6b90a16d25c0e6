using Tollama.Core.Catalog;
using Tollama.Core.Inference;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The model files of one silo's machine. Key: the silo's name; it is activated there and nowhere else.
/// </summary>
public interface IWeightsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Fetches a model's files, once however many of the silo's copies ask; faults are thrown from the enumeration.
    /// </summary>
    IAsyncEnumerable<PullEvent> FetchAsync(ModelArtifact artifact, CancellationToken cancellationToken);

    /// <summary>Frees a model's files where there are some.</summary>
    /// <exception cref="Core.Errors.TollamaException">Conflict: it is being pulled there; StorageFailed.</exception>
    Task RemoveAsync(string model);
}
