using System.Text.Json.Nodes;

namespace Tollama.Core.Decisions;

/// <summary>
/// A document on a model for people who must answer for its use: what it is, what it is for, how it was evaluated, what
/// it cannot do (after Mitchell et al., "Model Cards for Model Reporting", FAT* 2019).
/// </summary>
public static class ModelCard
{
    private const string Version = "1.0.0";

    /// <summary>The card.</summary>
    /// <param name="model">
    /// What the caller says of the model; texts and lists are taken over where they have a place.
    /// </param>
    /// <param name="evaluation">Its evaluation; null when there is none.</param>
    /// <param name="explanation">A decision explanation; null when there is none.</param>
    /// <param name="governance">Who approved it; null when nobody says.</param>
    /// <param name="timestamp">When the card is made, ISO 8601.</param>
    public static JsonObject Create(
        JsonObject model,
        JsonObject? evaluation,
        JsonObject? explanation,
        JsonObject? governance,
        string timestamp) =>
        new()
        {
            ["model_card_version"] = Version,
            ["generated_at"] = timestamp,
            ["generator"] = "tollama-xai",
            ["model_details"] = Details(model),
            ["intended_use"] = Use(model),
            ["training_data"] = TrainingData(model, evaluation),
            ["evaluation"] = Evaluation(evaluation),
            ["explainability"] = Explainability(explanation),
            ["ethical_considerations"] = new JsonObject
            {
                ["fairness"] =
                    FreeForm.Text(model, "fairness_note")
                    ?? "Forecasts repeat what is in the history, its biases included.",
                ["human_oversight"] = "A person can overrule every automated decision.",
                ["transparency"] =
                    "Model choice, trust in signals and decision policy can be explained for each forecast.",
            },
            ["governance"] = Governance(governance),
            ["limitations"] = Limitations(evaluation),
        };

    /// <summary>The card as Markdown.</summary>
    public static string ToMarkdown(JsonObject card)
    {
        string name = FreeForm.Text(FreeForm.Map(card, "model_details"), "name") ?? "unnamed model";
        return MarkdownText.Write($"Model card: {name}", card);
    }

    private static JsonObject Details(JsonObject model) => new()
    {
        ["name"] = FreeForm.Copy(model, "name", ""),
        ["version"] = FreeForm.Copy(model, "version", ""),
        ["type"] = FreeForm.Copy(model, "type", "time_series_forecasting"),
        ["family"] = FreeForm.Copy(model, "family", ""),
        ["description"] = FreeForm.Copy(model, "description", ""),
        ["author"] = FreeForm.Copy(model, "author", ""),
        ["license"] = FreeForm.Copy(model, "license", ""),
        ["framework"] = FreeForm.Copy(model, "framework", "tollama"),
        ["date_created"] = FreeForm.Copy(model, "date_created", ""),
        ["contact"] = FreeForm.Copy(model, "contact", ""),
    };

    private static JsonObject Use(JsonObject model) =>
        new()
        {
            ["primary_use"] = FreeForm.Copy(
                model,
                "primary_use",
                "Forecasts of time series as one input of a decision."),
            ["primary_users"] = FreeForm.Copy(
                model,
                "primary_users",
                FreeForm.Texts(["analysts", "planners", "engineers"])),
            ["out_of_scope"] = FreeForm.Copy(
                model,
                "out_of_scope",
                FreeForm.Texts([
                    "Decisions on the rights of persons without a person's review",
                    "Medical decisions",
                    "Trading without supervision",
                ])),
            ["risk_category"] = FreeForm.Copy(model, "risk_category", "limited_risk"),
            ["eu_ai_act_classification"] = FreeForm.Copy(
                model,
                "eu_ai_act_classification",
                "Not classified here; the deployer classifies the system that uses it (Regulation (EU) 2024/1689)."),
        };

    private static JsonObject TrainingData(JsonObject model, JsonObject? evaluation)
    {
        var data = FreeForm.Map(model, "training_data")?.DeepClone().AsObject() ?? [];
        if (FreeForm.Map(evaluation, "dataset_info") is { } set)
        {
            data["n_samples"] = FreeForm.Copy(set, "n_rows");
            data["n_features"] = FreeForm.Copy(set, "n_cols");
            data["frequency"] = FreeForm.Copy(set, "frequency");
            data["date_range"] = FreeForm.Copy(set, "date_range");
        }

        return data;
    }

    private static JsonObject Evaluation(JsonObject? evaluation)
    {
        if (evaluation is null)
        {
            return new JsonObject { ["status"] = "Not evaluated", ["metrics"] = new JsonObject() };
        }

        string best = FreeForm.Text(evaluation, "best_model") ?? ModelRanking.Of(evaluation).Best ?? string.Empty;
        var results = FreeForm.Maps(evaluation, "model_results").ToList();
        var validation = FreeForm.Map(evaluation, "cv_config");
        return new JsonObject
        {
            ["methodology"] = FreeForm.Text(validation, "strategy") ?? "expanding-window cross-validation",
            ["n_splits"] = FreeForm.Copy(validation, "n_splits"),
            ["metrics"] = FreeForm.Copy(
                results.Find(result => FreeForm.Text(result, "model_name") == best),
                "metrics",
                new JsonObject()),
            ["n_models_compared"] = results.Count,
            ["best_model"] = best,
            ["reproducibility_seed"] = FreeForm.Copy(validation, "seed"),
        };
    }

    private static JsonObject Explainability(JsonObject? explanation) => explanation is null
        ? new JsonObject { ["status"] = "No explanation attached", ["methods"] = FreeForm.Texts(["/api/xai/explain-decision"]) }
        : new JsonObject
        {
            ["status"] = "Explanation attached",
            ["explanation_id"] = FreeForm.Copy(explanation, "explanation_id", ""),
            ["explanation_type"] = FreeForm.Text(FreeForm.Map(explanation, "metadata"), "explanation_type") ?? "facade",
            ["trust"] = FreeForm.Copy(explanation, "trust_intelligence_explanation"),
        };

    private static JsonObject Governance(JsonObject? governance) => new()
    {
        ["status"] = governance is null ? "Nobody has recorded an approval" : "Recorded",
        ["approved_by"] = FreeForm.Copy(governance, "approved_by", ""),
        ["approval_date"] = FreeForm.Copy(governance, "approval_date", ""),
        ["review_schedule"] = FreeForm.Copy(governance, "review_schedule", ""),
        ["audit_trail"] = FreeForm.Copy(governance, "audit_trail", ""),
        ["compliance_frameworks"] = FreeForm.Copy(governance, "compliance_frameworks", new JsonArray()),
    };

    private static JsonObject Limitations(JsonObject? evaluation)
    {
        var known = new List<string>
        {
            "Forecasts are estimates with an error; quantiles say how large it may be.",
            "What differs from the data it was trained on is forecast worse.",
        };
        double? worst = FreeForm.Maps(evaluation, "model_results")
            .Select(result => FreeForm.Number(FreeForm.Map(result, "metrics"), "mape"))
            .FirstOrDefault();
        if (worst > 20)
        {
            known.Add(FormattableString.Invariant($"The mean absolute percentage error is high: {worst:F1} %."));
        }

        return new JsonObject
        {
            ["known_limitations"] = FreeForm.Texts(known),
            ["known_risks"] = FreeForm.Texts(["A change of regime makes the history a poor guide."]),
            ["mitigation"] =
                "Compare with a statistical baseline, watch the error over time, and keep a person in charge.",
        };
    }
}
