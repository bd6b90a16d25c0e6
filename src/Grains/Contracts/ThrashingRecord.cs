namespace Tollama.Grains.Contracts;

/// <summary>A device that does little but load: more models are asked for than it has room for.</summary>
/// <param name="Since">Since when.</param>
/// <param name="WorkingSet">The models that were asked for in the last minutes, sorted by name.</param>
/// <param name="MissingBytes">What they would take together beyond what the device could give them.</param>
public sealed record ThrashingRecord(DateTimeOffset Since, IReadOnlyList<string> WorkingSet, long MissingBytes);
