using System.Text;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Trust;

/// <summary>Reads a judgement that another agent has made.</summary>
public static class TrustJudgement
{
    /// <summary>The judgement; what it leaves out has a default.</summary>
    /// <exception cref="ValidationException">It lacks agent, domain or score, or the score is not between 0 and 1.</exception>
    public static TrustResult Read(JsonObject json)
    {
        var violations = (json["violations"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(item => new TrustViolation(
                item["name"]?.ToString() ?? "unnamed", item["severity"]?.ToString() == "critical", item["detail"]?.ToString() ?? string.Empty))
            .ToList();
        double score = TrustPayload.Number(json["trust_score"]) is { } number and >= 0 and <= 1
            ? number
            : throw Fault("trust_score", "a number from 0 to 1 is required", json);
        return new TrustResult
        {
            Agent = Text(json, "agent_name"),
            Domain = Text(json, "domain"),
            Score = score,
            Risk = json["risk_category"]?.ToString() ?? "YELLOW",
            CalibrationStatus = json["calibration_status"]?.ToString() ?? TrustScore.Status(score, violations),
            Components = [.. (json["component_breakdown"] as JsonObject ?? []).Select(pair => new TrustComponent(
                pair.Key,
                Math.Clamp(TrustPayload.Number((pair.Value as JsonObject)?["score"]) ?? 0, 0, 1),
                Math.Max(0, TrustPayload.Number((pair.Value as JsonObject)?["weight"]) ?? 0)))],
            Violations = violations,
            Why = json["why_trusted"]?.ToString() ?? string.Empty,
            SourceId = string.Empty,
        };
    }

    private static string Text(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0
            ? text
            : throw Fault(key, "a text is required", json);

    private static ValidationException Fault(string field, string message, JsonObject json) => new(
    [
        new ValidationIssue
        {
            Type = json.ContainsKey(field) ? "value_error" : "missing",
            Location = ["body", "trust_result", field],
            Message = message,
            Input = Encoding.UTF8.GetBytes(json.ToJsonString()),
        },
    ]);
}
