using System.Text.Json.Nodes;

namespace Tollama.Core.Decisions;

/// <summary>How a model was chosen: the <c>selection</c> of an auto-forecast.</summary>
/// <param name="Model">The chosen model.</param>
/// <param name="Candidates">Candidates as they were sent.</param>
/// <param name="Rationale">Why.</param>
public sealed record ModelChoice(string Model, IReadOnlyList<JsonObject> Candidates, IReadOnlyList<string> Rationale);
