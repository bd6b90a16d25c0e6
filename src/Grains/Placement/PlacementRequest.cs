using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>A model looks for a device.</summary>
public sealed record PlacementRequest
{
    /// <summary>Name that it is installed under.</summary>
    public required string Model { get; init; }

    /// <summary>Bytes that it will take; 0 for a model without weights, which computes on the processor.</summary>
    public required long Bytes { get; init; }

    /// <summary>Time that loading it will take, where it was loaded before.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>Forecasts that wait for it: what the device takes longer, each of them waits.</summary>
    public int Waiters { get; init; } = 1;

    /// <summary>What was said of where it may be; null where nothing was.</summary>
    public ModelPin? Pin { get; init; }

    /// <summary>
    /// Whether the copy is to stay: then it goes where that many bytes may still be pinned, if anywhere.
    /// </summary>
    public bool IsToStay { get; init; }

    /// <summary>Whether nobody waits for it: then no busy copy is disturbed.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Whether it may wait on a device until a copy that is in use gives way.</summary>
    public bool MayWait { get; init; }

    /// <summary>Prefer the emptiest device to the fullest that has room.</summary>
    public bool Spread { get; init; }

    /// <summary>Breaks ties, always the same way for the same number.</summary>
    public long Seed { get; init; }
}
