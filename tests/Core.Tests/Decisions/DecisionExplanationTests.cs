using System.Text.Json.Nodes;
using Tollama.Core.Decisions;

namespace Tollama.Core.Tests.Decisions;

public sealed class DecisionExplanationTests
{
    [Fact]
    public void A_confident_forecast_without_objections_may_be_executed()
    {
        var policy = Explain("""{"confidence": 0.9}""", """{"auto_execute_threshold": 0.8}""")[
            "decision_policy_explanation"
        ]!;

        Assert.True((bool)policy["auto_executed"]!);
        Assert.False((bool)policy["escalation_triggered"]!);
    }

    [Theory]
    [InlineData("""{"confidence": 0.5}""", """{"auto_execute_threshold": 0.8}""")]
    [InlineData(
        """{"confidence": 0.9, "forecast_value": -120}""",
        """{"auto_execute_threshold": 0.8, "require_approval_above": 100}""")]
    [InlineData(
        """{"confidence": 0.9, "load": 7}""",
        """{"auto_execute_threshold": 0.8, "escalation_rules": [{"name": "busy", "field": "load", "operator": "gt", "value": 5, "blocks_auto_execute": true}]}"""
    )]
    public void Every_objection_leaves_the_decision_to_a_person(string forecast, string policy)
    {
        var decision = Explain(forecast, policy)["decision_policy_explanation"]!;

        Assert.False((bool)decision["auto_executed"]!);
        Assert.NotEqual(string.Empty, (string?)decision["escalation_reason"]);
    }

    [Fact]
    public void Models_are_ranked_by_their_error()
    {
        var evaluation =
            """{"model_results": [{"model_name": "b", "metrics": {"mae": 2}}, {"model_name": "a", "metrics": {"mae": 1}}]}""";

        var plan = DecisionExplanation.Create(
            new DecisionEvidence { Forecast = [], Evaluation = Parse(evaluation) }, "id", "now")["plan_explanation"]!;

        Assert.Equal("a", (string?)plan["model_selected"]);
        Assert.Equal(["a", "b"], plan["model_ranking"]!.AsArray().Select(entry => (string?)entry!["model_name"]));
    }

    [Fact]
    public void Documents_of_any_shape_make_a_report()
    {
        var odd = Parse(
            """{"input_explanation": 5, "plan_explanation": {"model_ranking": [1, "x"]}, "decision_policy_explanation": []}"""
        );

        var report = DecisionReport.Decision(odd, null, null, "now");

        Assert.Equal("decision_report", (string?)report["report_type"]);
        Assert.StartsWith("# Decision report", DecisionReport.ToMarkdown(report), StringComparison.Ordinal);
    }

    private static JsonObject Explain(string forecast, string policy) => DecisionExplanation.Create(
        new DecisionEvidence { Forecast = Parse(forecast), Policy = Parse(policy) }, "id", "now");

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
