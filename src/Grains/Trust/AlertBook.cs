using Tollama.Core.Trust;

namespace Tollama.Grains.Trust;

/// <summary>The alert thresholds as they are stored.</summary>
internal sealed record AlertBook
{
    /// <summary>All that count.</summary>
    public IReadOnlyList<AlertThreshold> Thresholds { get; init; } = [];
}
