using Tollama.Grains.Placement;

namespace Tollama.Grains.Contracts;

/// <summary>A placement as it was made: deciding again over the same request and devices gives the same.</summary>
/// <param name="Id">Tells it from others: every silo keeps a copy.</param>
/// <param name="At">When.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Devices">What was known of the devices.</param>
/// <param name="Decision">What was decided.</param>
public sealed record PlacementRecord(
    string Id,
    DateTimeOffset At,
    PlacementRequest Request,
    IReadOnlyList<DeviceView> Devices,
    PlacementDecision Decision);
