namespace Tollama.Grains.Contracts;

/// <summary>A copy as its device sees it.</summary>
/// <param name="Model">Name that the model is installed under.</param>
/// <param name="Family">Family as the contract names it.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Generation">Number of this load of the model on this device; the next one has a higher one.</param>
/// <param name="SizeBytes">Bytes that it is accounted with.</param>
/// <param name="Queue">Forecasts in it, waiting or computed.</param>
/// <param name="ExpiresAt">When it leaves by itself; null for never.</param>
/// <param name="LastUsed">When it last got or ended a forecast.</param>
/// <param name="ReloadCost">What its loss would cost, seconds of loading per second; placement weighs it.</param>
/// <param name="IsProtected">Whether it can't be asked to make room.</param>
/// <param name="StartsIn">When a forecast that comes now would start, by estimate.</param>
/// <param name="HasExpired">
/// Whether it is past its time, by the monotonic clock of its silo: wall clocks differ and jump.
/// </param>
/// <param name="IsPinned">Whether it stays until it is told to go.</param>
/// <param name="Pace">What its forecasts take; null while that is not known.</param>
public sealed record ReplicaSummary(
    string Model,
    string Family,
    ReplicaState State,
    long Generation,
    long SizeBytes,
    int Queue,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset LastUsed,
    double ReloadCost,
    bool IsProtected,
    TimeSpan StartsIn,
    bool HasExpired = false,
    bool IsPinned = false,
    PaceReport? Pace = null);
