using System.Text.Json.Nodes;
using Tollama.Core.Decisions;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/xai/explain-decision</c>: evidence, and the signal that it rests on.</summary>
/// <param name="Evidence">What is known; its trust is still to be found.</param>
/// <param name="Judgement">A judgement that the caller brings; null when there is none.</param>
/// <param name="Signal">A signal to judge; null when there is none.</param>
public sealed record DecisionEvidenceBody(DecisionEvidence Evidence, JsonObject? Judgement, TrustQuery? Signal);
