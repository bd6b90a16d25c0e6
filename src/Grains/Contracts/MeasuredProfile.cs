namespace Tollama.Grains.Contracts;

/// <summary>What was measured of one version of a model on one class of device.</summary>
public sealed record MeasuredProfile
{
    /// <summary>Which weights, read how (<see cref="LoadWish"/>).</summary>
    public required string Version { get; init; }

    /// <summary>Which engine on what kind of device (<c>IDeviceInventory.ClassOf</c>).</summary>
    public required string DeviceClass { get; init; }

    /// <summary>When it was last measured.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Most memory that a copy took, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long its last load took.</summary>
    public required TimeSpan LoadTime { get; init; }

    /// <summary>What a forecast takes of the engine's time, as of late; null before the first.</summary>
    public TimeSpan? Service { get; init; }

    /// <summary>Engine calls whose memory was seen, oldest first.</summary>
    public IReadOnlyList<MeasuredCall> Calls { get; init; } = [];
}
