using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Client.Results;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;

namespace Tollama.Client.Wire;

/// <summary>Writes and reads what the trust layer exchanges (contract/http-api §18.12).</summary>
internal static class TrustWire
{
    /// <summary>A signal; the threshold is read by gates alone.</summary>
    public static JsonElement Query(TrustQuery query) => RequestWriter.Build(writer =>
    {
        WriteQuery(writer, query);
        writer.WriteNumber("trust_threshold", query.Threshold);
    });

    /// <summary>Several signals.</summary>
    public static JsonElement Batch(IReadOnlyList<TrustQuery> queries) => RequestWriter.Build(writer =>
    {
        writer.WriteStartArray("items");
        foreach (var query in queries)
        {
            writer.WriteStartObject();
            WriteQuery(writer, query);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Thresholds of alerts.</summary>
    public static JsonElement Alerts(IReadOnlyList<AlertThreshold> thresholds) => RequestWriter.Build(writer =>
    {
        writer.WriteStartArray("thresholds");
        foreach (var threshold in thresholds)
        {
            writer.WriteStartObject();
            writer.WriteString("domain", threshold.Domain);
            writer.WriteNumber("min_trust_score", threshold.MinimumScore);
            RequestWriter.WriteTexts(writer, "risk_categories", threshold.Risks);
            RequestWriter.WriteTexts(writer, "alert_on_trend", threshold.Trends);
            RequestWriter.WriteText(writer, "webhook_url", threshold.Webhook);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>An outcome.</summary>
    public static JsonElement Outcome(TrustOutcome outcome) => RequestWriter.Build(writer =>
    {
        writer.WriteString("agent_name", outcome.Agent);
        writer.WriteString("domain", outcome.Domain);
        writer.WriteNumber("predicted_score", outcome.Predicted);
        writer.WriteNumber("actual_outcome", outcome.Actual);
        writer.WriteStartObject("component_scores");
        foreach (var (name, score) in outcome.Components)
        {
            writer.WriteNumber(name, score);
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads a gate's decision.</summary>
    public static GateDecision Gate(JsonElement reply) => new(
        reply.GetProperty("allowed").GetBoolean(),
        [.. reply.Items("gates").Select(gate => new Gate(gate.Text("gate"), gate.Text("status"), gate.Text("detail")))],
        reply.Find("risk_category")?.GetString(),
        reply.Find("trust_score")?.GetDouble());

    /// <summary>Reads judgements; null where nobody judges such signals.</summary>
    public static IReadOnlyList<JudgedSignal?> Judgements(JsonElement reply) =>
    [
        .. reply.GetProperty("results").EnumerateArray().Select(item => item.Find("result") is { } result
            ? new JudgedSignal(
                result.Text("agent_name"),
                result.Text("domain"),
                result.GetProperty("trust_score").GetDouble(),
                result.Text("risk_category"),
                result)
            : null),
    ];

    /// <summary>Reads alerts.</summary>
    public static IReadOnlyList<Alert> ReadAlerts(JsonElement reply) =>
    [
        .. reply.GetProperty("alerts").EnumerateArray().Select(alert => new Alert(
            alert.Text("domain"),
            alert.GetProperty("trust_score").GetDouble(),
            alert.Text("risk_category"),
            alert.Text("trend"),
            alert.Texts("reasons"))),
    ];

    private static void WriteQuery(Utf8JsonWriter writer, TrustQuery query)
    {
        WriteTree(writer, "context", query.Context);
        WriteTree(writer, "payload", query.Payload);
    }

    private static void WriteTree(Utf8JsonWriter writer, string name, JsonObject tree)
    {
        writer.WritePropertyName(name);
        tree.WriteTo(writer);
    }
}
