using Tollama.Core.Metering;

namespace Tollama.Grains.Contracts;

/// <summary>Usage per caller. Key: <c>usage</c>. Faults as <see cref="IUsageStore"/>.</summary>
public interface IUsageGrain : IGrainWithStringKey
{
    /// <summary>Adds to what callers have used; once, however often a batch is given.</summary>
    Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas);

    /// <summary>What a caller has used; null when nothing.</summary>
    [ReadOnly]
    Task<UsageRow?> FindAsync(string keyId);
}
