using System.Text;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Trust;

/// <summary>Reads a judgement that another agent has made.</summary>
public static class TrustJudgement
{
    /// <summary>The judgement; what it leaves out has a default.</summary>
    /// <exception cref="ValidationException">
    /// It lacks agent, domain or score, or the score is not between 0 and 1.
    /// </exception>
    public static TrustResult Read(JsonObject json)
    {
        var violations = (json["violations"] as JsonArray ?? []).OfType<JsonObject>().Select(Violation).ToList();
        double score = TrustPayload.Number(json["trust_score"]) is { } number and >= 0 and <= 1
            ? number
            : throw Fault("trust_score", "a number from 0 to 1 is required", json);
        return new TrustResult
        {
            Agent = Text(json, "agent_name"),
            Domain = Text(json, "domain"),
            Score = score,
            Risk = Optional(json, "risk_category") ?? "YELLOW",
            CalibrationStatus = Optional(json, "calibration_status") ?? TrustScore.Status(score, violations),
            Components = [.. (json["component_breakdown"] as JsonObject ?? []).Select(Component)],
            Violations = violations,
            Why = Optional(json, "why_trusted") ?? string.Empty,
            SourceId = string.Empty,
        };
    }

    private static TrustViolation Violation(JsonObject json) =>
        new(
            Optional(json, "name") ?? "unnamed",
            Optional(json, "severity") == "critical",
            Optional(json, "detail") ?? string.Empty);

    private static TrustComponent Component(KeyValuePair<string, JsonNode?> member)
    {
        var json = member.Value as JsonObject;
        return new TrustComponent(
            member.Key,
            Math.Clamp(TrustPayload.Number(json?["score"]) ?? 0, 0, 1),
            Math.Max(0, TrustPayload.Number(json?["weight"]) ?? 0));
    }

    private static string? Optional(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static string Text(JsonObject json, string key) =>
        Optional(json, key) ?? throw Fault(key, "a text is required", json);

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
