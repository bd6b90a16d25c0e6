namespace Tollama.Grains.Devices;

/// <summary>A device that does little but load.</summary>
/// <param name="Since">Since when.</param>
/// <param name="WorkingSet">The models that were asked for lately, sorted by name.</param>
/// <param name="MissingBytes">What they would take together beyond what the device could give them.</param>
internal sealed record Thrashing(TimeSpan Since, IReadOnlyList<string> WorkingSet, long MissingBytes);
