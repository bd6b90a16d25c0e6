using Tollama.Core.Trust;

namespace Tollama.Silo.Cluster;

/// <summary>The judgements of one domain as they are stored.</summary>
internal sealed record JudgementsNote
{
    /// <summary>The newest, the oldest of them first.</summary>
    public IReadOnlyList<TrustRecord> Records { get; init; } = [];
}
