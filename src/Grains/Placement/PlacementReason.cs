namespace Tollama.Grains.Placement;

/// <summary>What was found about one device.</summary>
/// <param name="Device"><c>silo/device</c>.</param>
/// <param name="Verdict">
/// <c>chosen</c>, <c>possible</c>, or why not: <c>state</c>, <c>pinned_elsewhere</c>, <c>avoided</c>, <c>ceiling</c>,
/// <c>no_room</c>, <c>already_there</c>, <c>excluded</c>, <c>foreign_pressure</c>, <c>processor_preferred</c>,
/// <c>pinned_full</c>, <c>churn</c>; <c>waits</c> where copies that are in use must give way first.
/// </param>
/// <param name="CompletionMs">
/// When the first forecast there would be answered, by estimate; null where it can't be.
/// </param>
/// <param name="HarmMs">What others lose, by estimate.</param>
/// <param name="Victims">Copies that would have to go.</param>
public sealed record PlacementReason(
    string Device,
    string Verdict,
    double? CompletionMs = null,
    double? HarmMs = null,
    IReadOnlyList<string>? Victims = null);
