namespace Tollama.Core.Wire.Requests;

/// <summary>One scenario of a what-if request (contract/http-api §16).</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Transforms">Changes, applied in order, each to the output of the one before.</param>
public sealed record Scenario(string Name, IReadOnlyList<ScenarioTransform> Transforms);
