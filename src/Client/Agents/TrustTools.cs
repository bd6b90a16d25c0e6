using Tollama.Core.Wire.Requests;

namespace Tollama.Client.Agents;

/// <summary>Tools of the trust layer (contract/http-api §18.12); they exist in MCP only.</summary>
internal static class TrustTools
{
    private const string Item =
        """{"context":{"domain":"supply_chain"},"payload":{"network_id":"n1","disruption_risk":0.2}}""";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AgentTool> All { get; } =
    [
        Create("tollama_explain", "explain-decision", "Explains a decision. request needs forecast_result.",
            """{"forecast_result":{"model":"chronos2"}}""",
            static body => DecisionBodies.ReadEvidence(body)),
        Create(
            "tollama_trust_score",
            "trust-breakdown",
            "Breaks a trust score down. request needs trust_score, metrics and source.",
            """{"trust_score":0.8,"metrics":{"ece":0.04},"source":"polymarket"}""",
            static body => TrustBodies.ReadBreakdown(body)),
        Create("tollama_model_card", "model-card", "Writes a model card. request needs model_info.",
            """{"model_info":{"name":"chronos2","family":"torch"},"format":"json"}""",
            static body => DecisionBodies.ReadModelCard(body)),
        Create(
            "tollama_gate_decision",
            "gate-decision",
            "Says whether a decision may go ahead. request needs context and payload.",
            Item,
            static body => TrustBodies.ReadGate(body)),
        Create("tollama_batch_analyze", "batch-analyze", "Scores payloads. request needs items, at most 100.",
            $$"""{"items":[{{Item}}]}""",
            static body => TrustBodies.ReadBatch(body)),
        Create(
            "tollama_alerts_configure",
            "alerts/configure",
            "Sets the thresholds of alerts. request needs thresholds.",
            """{"thresholds":[{"domain":"news","min_trust_score":0.6}]}""",
            static body => TrustBodies.ReadAlerts(body)
        ) with
        {
            IsReadOnly = false,
        },
        Create(
            "tollama_alerts_check",
            "alerts/check",
            "Checks a payload against the thresholds. request needs context and payload.",
            Item,
            static body => TrustBodies.ReadQuery(body)),
    ];

    private static RequestTool Create(
        string name, string route, string purpose, string example, Action<ReadOnlyMemory<byte>> check) =>
        RequestTool.Create(name, $"/api/xai/{route}") with
        {
            Purpose = purpose,
            Example = example,
            Check = check,
            IsFunction = false,
        };
}
