using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>One device as placement sees it.</summary>
public sealed record DeviceView
{
    /// <summary><c>silo/device</c>.</summary>
    public required string Device { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c>, <c>webgpu</c> or <c>sim</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether new copies may go there: its silo serves and it is not degraded.</summary>
    public bool TakesModels { get; init; } = true;

    /// <summary>What a new copy may take now, bytes.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>Most that a copy could ever have there, bytes.</summary>
    public required long CeilingBytes { get; init; }

    /// <summary>Time that the model's files will take to come to its machine; zero where they are there.</summary>
    public TimeSpan FetchTime { get; init; }

    /// <summary>What of it may still be pinned, bytes.</summary>
    public long PinnableBytes { get; init; } = long.MaxValue;

    /// <summary>Copies there.</summary>
    public IReadOnlyList<ReplicaSummary> Replicas { get; init; } = [];

    /// <summary>Time that the forecasts in it will take.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>Time that the loads that wait for it will take.</summary>
    public TimeSpan LoadBacklog { get; init; }

    /// <summary>When work in bulk may make others go there again; zero where it may now.</summary>
    public TimeSpan BulkWait { get; init; }

    /// <summary>
    /// Whether other programs took much of its memory just now: nothing goes there that nobody waits for.
    /// </summary>
    public bool IsUnderPressure { get; init; }

    /// <summary>Whether it is kept for a while from this model: a load failed, or it just refused.</summary>
    public bool IsExcluded { get; init; }
}
