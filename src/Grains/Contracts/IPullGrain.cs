using Tollama.Core.Catalog;

namespace Tollama.Grains.Contracts;

/// <summary>Fetches a model's weights once, however many ask. Key: the model as the caller named it.</summary>
public interface IPullGrain : IGrainWithStringKey
{
    /// <summary>Events of the pull, the last one <c>success</c>; faults are thrown from the enumeration.</summary>
    IAsyncEnumerable<PullEvent> PullAsync(PullRequest request, CancellationToken cancellationToken);
}
