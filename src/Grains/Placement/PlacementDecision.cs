namespace Tollama.Grains.Placement;

/// <summary>What was decided, and all that it was decided from: deciding again gives the same.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Device">The device, <c>silo/device</c>; null where none was found.</param>
/// <param name="Reasons">What was found about each device, in the snapshot's order.</param>
/// <param name="Delay">How long nobody may be made to go there: too much time went into loading.</param>
public sealed record PlacementDecision(
    PlacementOutcome Outcome,
    string? Device,
    IReadOnlyList<PlacementReason> Reasons,
    TimeSpan Delay = default);
