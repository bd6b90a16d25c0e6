using System.Text.Json.Nodes;
using Tollama.Core.Trust;

namespace Tollama.Core.Decisions;

/// <summary>
/// Puts the evidence behind a decision into one document: what went in, why this plan, why this policy, how far it can
/// be trusted (contract/http-api §18.12, <c>POST /api/xai/explain-decision</c>). Pure.
/// </summary>
public static class DecisionExplanation
{
    /// <summary>Version of the document.</summary>
    public const string Version = "0.1.0";

    /// <summary>The document.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="id">Its id.</param>
    /// <param name="timestamp">When it is made, ISO 8601.</param>
    public static JsonObject Create(DecisionEvidence evidence, string id, string timestamp) => new()
    {
        ["explanation_id"] = id,
        ["timestamp"] = timestamp,
        ["version"] = Version,
        ["input_explanation"] = Input(evidence),
        ["plan_explanation"] = Plan(evidence),
        ["decision_policy_explanation"] = evidence.Policy is { } policy
            ? DecisionPolicy.Apply(evidence.Forecast, policy, evidence.Trust)
            : DecisionPolicy.None(evidence.Trust),
        ["trust_intelligence_explanation"] = evidence.Trust is { } trust ? Judgement(trust) : null,
        ["metadata"] = new JsonObject { ["explanation_type"] = evidence.Trust is null ? "facade" : "trust_gated" },
    };

    private static JsonObject Input(DecisionEvidence evidence)
    {
        var scores = new JsonObject();
        var breakdowns = new JsonObject();
        var whys = new JsonObject();
        if (evidence.Trust is { } trust)
        {
            scores[trust.Agent] = trust.Score;
            breakdowns[trust.Agent] = new JsonObject(trust.Components.Select(component =>
                KeyValuePair.Create<string, JsonNode?>(
                    component.Name, new JsonObject { ["score"] = component.Score, ["weight"] = component.Weight })));
            whys[trust.Agent] = trust.Why;
        }

        return new JsonObject
        {
            ["signals_used"] = FreeForm.Copy(evidence.Forecast, "signals_used", FreeForm.Texts(["internal_ts"])),
            ["trust_scores"] = scores,
            ["trust_breakdowns"] = breakdowns,
            ["why_trusted"] = whys,
            ["data_quality"] = FreeForm.Copy(evidence.Forecast, "data_quality", new JsonObject()),
        };
    }

    private static JsonObject Plan(DecisionEvidence evidence)
    {
        var ranking = evidence.Evaluation is { } evaluation ? ModelRanking.Of(evaluation) : null;
        var validation = FreeForm.Map(evidence.Evaluation, "cv_config");
        return new JsonObject
        {
            ["model_selected"] = ranking is null
                ? string.Empty
                : ranking.Best ?? FreeForm.Text(evidence.Evaluation, "best_model") ?? "unknown",
            ["why_this_model"] = ranking?.Tell() ?? string.Empty,
            ["model_ranking"] = ranking?.ToJson() ?? [],
            ["eval_evidence"] = ranking is null
                ? new JsonObject()
                : new JsonObject
                {
                    ["cv_strategy"] = FreeForm.Text(validation, "strategy") ?? "expanding-window",
                    ["n_splits"] = FreeForm.Copy(validation, "n_splits"),
                    ["n_models_evaluated"] = ranking.Count,
                    ["primary_metric"] = ranking.Metric,
                    ["dataset_info"] = FreeForm.Copy(evidence.Evaluation, "dataset_info", new JsonObject()),
                },
            ["forecast_decomposition"] = Decompose(evidence),
            ["scenarios"] = FreeForm.Copy(evidence.Forecast, "scenarios", new JsonObject()),
            ["feature_importance"] = evidence is { WantsAttribution: true, Series: { } series }
                ? new JsonArray([.. LagImportance.Of(series.Span).Select(lag => new JsonObject
                {
                    ["lag"] = lag.Lag,
                    ["importance"] = lag.Importance,
                    ["direction"] = lag.Direction,
                })])
                : [],
        };
    }

    private static JsonObject Decompose(DecisionEvidence evidence) =>
        evidence is { WantsDecomposition: true, Series: { } series }
            ? DecompositionDocument.Create(series.Span, period: null)
            : [];

    private static JsonObject Judgement(TrustResult trust) => new()
    {
        ["trust_score"] = trust.Score,
        ["calibration_status"] = trust.CalibrationStatus,
        ["risk_category"] = trust.Risk,
        ["constraint_satisfied"] = !trust.Critical.Any(),
        ["top_features"] = new JsonArray([.. TrustAttribution.Of(trust).Select(part => new JsonObject
        {
            ["feature"] = part.Component.Name,
            ["contribution"] = part.Contribution,
        })]),
        ["violations"] = new JsonArray([.. trust.Violations.Select(violation => new JsonObject
        {
            ["name"] = violation.Name,
            ["severity"] = violation.Severity,
            ["detail"] = violation.Detail,
        })]),
        ["meta_metrics"] = new JsonObject(),
    };
}
