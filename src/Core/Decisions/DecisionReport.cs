using System.Text.Json.Nodes;

namespace Tollama.Core.Decisions;

/// <summary>A decision explanation rearranged for its readers: those who decide, or those who audit.</summary>
public static class DecisionReport
{
    /// <summary>The report for those who decide.</summary>
    /// <param name="explanation">A decision explanation.</param>
    /// <param name="forecast">The forecast; null when it is not to be shown.</param>
    /// <param name="settings"><c>title</c>, <c>audience</c>; null for the defaults.</param>
    /// <param name="timestamp">When the report is made, ISO 8601.</param>
    public static JsonObject Decision(
        JsonObject explanation,
        JsonObject? forecast,
        JsonObject? settings,
        string timestamp)
    {
        var (input, plan, policy) = Parts(explanation);
        bool isAutomatic = FreeForm.Flag(policy, "auto_executed") == true;
        return new JsonObject
        {
            ["report_type"] = "decision_report",
            ["title"] = FreeForm.Text(settings, "title") ?? "Decision report",
            ["audience"] = FreeForm.Copy(settings, "audience"),
            ["generated_at"] = timestamp,
            ["explanation_id"] = FreeForm.Copy(explanation, "explanation_id", ""),
            ["executive_summary"] = Summarise(input, plan, policy, isAutomatic),
            ["signal_assessment"] = new JsonObject
            {
                ["signals_used"] = FreeForm.Copy(input, "signals_used", new JsonArray()),
                ["trust_scores"] = FreeForm.Copy(input, "trust_scores", new JsonObject()),
                ["trust_assessment"] = FreeForm.Copy(input, "why_trusted", new JsonObject()),
            },
            ["model_selection"] = new JsonObject
            {
                ["selected_model"] = FreeForm.Copy(plan, "model_selected", ""),
                ["rationale"] = FreeForm.Copy(plan, "why_this_model", ""),
                ["ranking_summary"] = new JsonArray([
                    .. FreeForm
                        .Maps(plan, "model_ranking")
                        .Take(5)
                        .Select(entry => new JsonObject
                        {
                            ["model"] = FreeForm.Copy(entry, "model_name"),
                            ["rank"] = FreeForm.Copy(entry, "rank"),
                        }),
                ]),
            },
            ["forecast_analysis"] = new JsonObject
            {
                ["decomposition"] = FreeForm.Copy(plan, "forecast_decomposition", new JsonObject()),
                ["scenarios"] = FreeForm.Copy(plan, "scenarios", new JsonObject()),
                ["forecast"] = forecast?.DeepClone(),
            },
            ["decision_recommendation"] = new JsonObject
            {
                ["auto_execute_recommended"] = isAutomatic,
                ["confidence"] = FreeForm.Copy(policy, "confidence", 0.0),
                ["threshold"] = FreeForm.Copy(policy, "threshold", 0.0),
                ["action_required"] = isAutomatic ? "None: may be executed automatically." : "A person must approve.",
                ["reason"] = FreeForm.Copy(policy, "reason", ""),
                ["escalation"] = FreeForm.Copy(policy, "escalation_reason", ""),
            },
            ["audit_trail"] = new JsonObject
            {
                ["rules_applied"] = FreeForm.Copy(policy, "policy_rules_applied", new JsonArray()),
                ["human_override_available"] = FreeForm.Copy(policy, "human_override", true),
                ["explanation_version"] = FreeForm.Copy(explanation, "version", ""),
            },
        };
    }

    /// <summary>The report for those who audit: all evidence.</summary>
    /// <param name="explanation">A decision explanation.</param>
    /// <param name="timestamp">When the report is made, ISO 8601.</param>
    public static JsonObject Audit(JsonObject explanation, string timestamp)
    {
        var (input, plan, policy) = Parts(explanation);
        return new JsonObject
        {
            ["report_type"] = "explanation_report",
            ["title"] = "Explanation report",
            ["generated_at"] = timestamp,
            ["explanation_id"] = FreeForm.Copy(explanation, "explanation_id", ""),
            ["input_evidence"] = input?.DeepClone() ?? new JsonObject(),
            ["model_evidence"] = new JsonObject
            {
                ["selected"] = FreeForm.Copy(plan, "model_selected", ""),
                ["selection_rationale"] = FreeForm.Copy(plan, "why_this_model", ""),
                ["full_ranking"] = FreeForm.Copy(plan, "model_ranking", new JsonArray()),
                ["evaluation_evidence"] = FreeForm.Copy(plan, "eval_evidence", new JsonObject()),
            },
            ["forecast_evidence"] = new JsonObject
            {
                ["decomposition"] = FreeForm.Copy(plan, "forecast_decomposition", new JsonObject()),
                ["feature_importance"] = FreeForm.Copy(plan, "feature_importance", new JsonArray()),
                ["scenarios"] = FreeForm.Copy(plan, "scenarios", new JsonObject()),
            },
            ["policy_evidence"] = policy?.DeepClone() ?? new JsonObject(),
            ["metadata"] = FreeForm.Copy(explanation, "metadata", new JsonObject()),
        };
    }

    /// <summary>A report as Markdown.</summary>
    public static string ToMarkdown(JsonObject report) =>
        MarkdownText.Write(FreeForm.Text(report, "title") ?? "Report", report);

    private static (JsonObject? Input, JsonObject? Plan, JsonObject? Policy) Parts(JsonObject explanation) => (
        FreeForm.Map(explanation, "input_explanation"),
        FreeForm.Map(explanation, "plan_explanation"),
        FreeForm.Map(explanation, "decision_policy_explanation") ?? FreeForm.Map(explanation, "decision_policy"));

    private static string Summarise(JsonObject? input, JsonObject? plan, JsonObject? policy, bool isAutomatic)
    {
        int signals = (input?["signals_used"] as JsonArray)?.Count ?? 0;
        string model = FreeForm.Text(plan, "model_selected") ?? "an unnamed model";
        return FormattableString.Invariant(
                $"{signals} signal(s) and {model} lead to a confidence of {FreeForm.Number(policy, "confidence") ?? 0:F2}; "
            ) + (isAutomatic ? "the decision may be executed automatically." : "a person should decide.");
    }
}
