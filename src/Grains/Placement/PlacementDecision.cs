namespace Tollama.Grains.Placement;

/// <summary>What was decided, and all that it was decided from: deciding again gives the same.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Device">The device, <c>silo/device</c>; null unless assigned.</param>
/// <param name="Reasons">What was found about each device, in the snapshot's order.</param>
public sealed record PlacementDecision(
    PlacementOutcome Outcome,
    string? Device,
    IReadOnlyList<PlacementReason> Reasons);
