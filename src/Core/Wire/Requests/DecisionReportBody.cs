using System.Text.Json.Nodes;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/xai/decision-report</c>.</summary>
/// <param name="Explanation">A decision explanation.</param>
/// <param name="Forecast">The forecast; null when it is not to be shown.</param>
/// <param name="Settings">Title and audience; null for the defaults.</param>
/// <param name="IsAudit">Whether it is for those who audit (<c>report_type: explanation</c>).</param>
/// <param name="AsMarkdown">Whether the answer is a text.</param>
public sealed record DecisionReportBody(
    JsonObject Explanation, JsonObject? Forecast, JsonObject? Settings, bool IsAudit, bool AsMarkdown);
