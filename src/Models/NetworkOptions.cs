using System.Collections.Immutable;

namespace Tollama.Models;

/// <summary>How networks are run: what an operator may choose, the same for every family.</summary>
public sealed record NetworkOptions
{
    /// <summary>All defaults.</summary>
    public static readonly NetworkOptions Default = new();

    /// <summary>Most requests that are collected into one run; null for what suits each network.</summary>
    public int? Batch { get; init; }

    /// <summary>
    /// Lengths of history in tokens, ascending, for networks that pad what is shorter: rows share a run when they reach
    /// up to the same one, so that less of a run is padding. Longer rows share runs with each other.
    /// </summary>
    public ImmutableArray<int> SequenceBuckets { get; init; } = [32, 128, 512];
}
