using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Trust;

namespace Tollama.Core.Tests.Trust;

public sealed class TrustAgentsTests
{
    private static readonly Dictionary<string, double> NoAdjustments = [];

    [Theory]
    [InlineData("""{"domain": "supply_chain"}""", "supply_chain")]
    [InlineData("""{"source_type": "logistics"}""", "supply_chain")]
    [InlineData("""{"domain": "news", "source_type": "legal"}""", "news")]
    [InlineData("""{"domain": "weather"}""", null)]
    [InlineData("""{"domain": 5}""", null)]
    public void The_agent_of_the_domain_judges_else_that_of_the_source(string context, string? agent) =>
        Assert.Equal(agent, TrustAgents.Select(JsonNode.Parse(context)!.AsObject())?.Name);

    [Theory]
    [InlineData("supply_chain", """{"shipment_id": "s", "disruption_risk": 0.8}""", "disruption_risk_extreme", true)]
    [InlineData("supply_chain", """{"network_id": "n", "disruption_risk": 0.6}""", "disruption_risk_elevated", false)]
    [InlineData("supply_chain", """{"network_id": "n", "lead_time_reliability": 0.2}""", "lead_time_unreliable", true)]
    [InlineData("supply_chain", """{"network_id": "n", "sensor_quality": "0.3"}""", "sensor_quality_low", false)]
    [InlineData("supply_chain", """{"network_id": "n", "data_latency_seconds": 3400}""", "supply_data_stale", true)]
    [InlineData("news", """{"story_id": "n", "contradiction_score": 0.81}""", "contradiction_high", true)]
    [InlineData(
        "financial_market",
        """{"symbol": "X", "spread_bps": 30, "execution_risk": 0.1, "data_freshness": 0.9}""",
        "spread_slippage_elevated",
        false)]
    [InlineData(
        "geopolitical",
        """{"region_id": "r", "sanctions_exposure": 0.8}""",
        "sanctions_exposure_extreme",
        true)]
    [InlineData("regulatory", """{"jurisdiction_id": "j", "audit_recency": 0.1}""", "audit_recency_stale", true)]
    public void A_value_at_its_limit_is_a_violation(string domain, string payload, string violation, bool isCritical)
    {
        var result = Analyze(domain, payload);

        var found = Assert.Single(result.Violations);
        Assert.Equal(violation, found.Name);
        Assert.Equal(isCritical, found.IsCritical);
        Assert.Equal(
            isCritical ? "blocked"
                : result.Score >= 0.5 ? "moderate_trust"
                : "low_trust",
            result.CalibrationStatus);
        Assert.Equal(isCritical || result.Score < 0.5 ? "RED" : "YELLOW", result.Risk);
    }

    [Fact]
    public void Values_are_clipped_and_what_is_no_number_counts_as_one_half()
    {
        var result = Analyze(
            "supply_chain",
            """{"network_id": "n", "lead_time_reliability": 7, "inventory_visibility": "none", "sensor_quality": -1}"""
        );

        Assert.Equal([1, 0.5, 0.5, 0, 0.5], result.Components.Select(component => component.Score));
        Assert.Equal((0.3 * 1) + (0.25 * 0.5) + (0.2 * 0.5) + (0.1 * 0.5), result.Score, 12);
    }

    [Theory]
    [InlineData("""{}""", "missing")]
    [InlineData("""{"network_id": ""}""", "string_too_short")]
    [InlineData("""{"network_id": "n", "speed": 1}""", "extra_forbidden")]
    [InlineData("""{"network_id": "n", "data_latency_seconds": -1}""", "greater_than_equal")]
    public void A_payload_that_breaks_the_rules_is_refused(string payload, string type) => Assert.Equal(
        type, Assert.Throws<ValidationException>(() => Analyze("supply_chain", payload)).Issues[0].Type);

    [Fact]
    public void Learned_factors_shift_weight_between_components()
    {
        var payload = JsonNode.Parse("""{"network_id": "n", "lead_time_reliability": 1.0}""")!.AsObject();
        var agent = TrustAgents.All.Single(agent => agent.Name == "supply_chain");

        double plain = agent.Analyze(payload, NoAdjustments).Score;
        double learned = agent
            .Analyze(payload, new Dictionary<string, double> { ["lead_time_reliability"] = 1.5 })
            .Score;

        Assert.Equal(0.65, plain, 12);
        Assert.Equal((0.45 + 0.35) / 1.15, learned, 12);
    }

    [Fact]
    public void A_prediction_market_is_judged_by_its_own_score()
    {
        var result = Analyze(
            "prediction_market",
            """{"source": "poly", "trust_score": 0.4, "metrics": {"ece": 0.15}}""");

        Assert.Equal("RED", result.Risk);
        Assert.Equal("low_market_trust", Assert.Single(result.Violations).Name);
        Assert.Equal(0, result.Components.Single(component => component.Name == "ece").Score, 12);
    }

    private static TrustResult Analyze(string domain, string payload) => TrustAgents.All
        .Single(agent => agent.Domain == domain)
        .Analyze(JsonNode.Parse(payload)!.AsObject(), NoAdjustments);
}
