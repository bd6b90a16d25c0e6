using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>The newest placements as they are stored.</summary>
internal sealed record PlacementHistory
{
    /// <summary>The records, oldest first.</summary>
    public IReadOnlyList<PlacementRecord> Records { get; init; } = [];
}
