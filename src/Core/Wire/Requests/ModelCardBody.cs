using System.Text.Json.Nodes;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/xai/model-card</c>.</summary>
/// <param name="Model">What the caller says of the model.</param>
/// <param name="Evaluation">Its evaluation; null when there is none.</param>
/// <param name="Explanation">A decision explanation; null when there is none.</param>
/// <param name="Governance">Who approved it; null when nobody says.</param>
/// <param name="AsMarkdown">Whether the answer is a text.</param>
public sealed record ModelCardBody(
    JsonObject Model, JsonObject? Evaluation, JsonObject? Explanation, JsonObject? Governance, bool AsMarkdown);
