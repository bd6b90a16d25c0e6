using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Decisions;

/// <summary>
/// Explains the decision for a forecast from request and response alone (contract/http-api §18.12,
/// <c>POST /api/explain-decision</c>). Pure.
/// </summary>
public static class ForecastDecision
{
    /// <summary>The explanation.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">Model of the response.</param>
    /// <param name="forecasts">Forecasts of the response.</param>
    /// <param name="choice">How the model was chosen; null when the caller named it.</param>
    /// <param name="signals">Signals from outside; may be empty.</param>
    /// <param name="policy">The decision policy; null for none.</param>
    public static JsonObject Explain(
        ForecastRequest request,
        string model,
        IReadOnlyList<SeriesForecast> forecasts,
        ModelChoice? choice,
        IReadOnlyList<SignalTrust> signals,
        ExecutionPolicy? policy) => new()
        {
            ["input_explanation"] = Input(request, signals),
            ["plan_explanation"] = Plan(request, model, forecasts, choice),
            ["decision_policy"] = Policy(choice?.Model ?? model, policy),
            ["trust_intelligence"] = null,
        };

    private static JsonObject Input(ForecastRequest request, IReadOnlyList<SignalTrust> signals)
    {
        string[] covariates =
        [
            .. request.Series.SelectMany(series =>
                series
                    .PastCovariates.Select(covariate => covariate.Name)
                    .Concat(series.FutureCovariates.Select(covariate => covariate.Name))
                    .Concat(series.StaticCovariates.Keys)),
        ];
        string[] used =
        [
            .. covariates
                .Concat(signals.Select(signal => signal.Name))
                .Append("internal_ts")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        var why = new List<string>
        {
            $"{request.Series.Count} series of the request",
            signals.Count > 0 ? $"{signals.Count} external signal(s) with trust scores" : "no external signal",
        };
        if (covariates.Length > 0)
        {
            why.Add($"{covariates.Length} covariate(s)");
        }

        return new JsonObject
        {
            ["signals_used"] = FreeForm.Texts(used),
            ["signal_explanations"] = new JsonArray([.. signals.Select(Signal)]),
            ["why_this_input"] = FreeForm.Texts(why),
        };
    }

    private static JsonObject Signal(SignalTrust signal)
    {
        string level = signal.Score switch
        {
            >= 0.8 => "high",
            >= 0.6 => "medium",
            > 0 => "low",
            _ => "unknown",
        };
        var evidence = signal
            .Metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair =>
                Evidence(
                    "metric",
                    pair.Key,
                    FormattableString.Invariant($"{pair.Key} is {pair.Value:0.####}"),
                    pair.Value,
                    signal.Source))
            .Concat(signal.Rationale.Select(reason => Evidence("signal", signal.Name, reason, null, signal.Source)));
        return new JsonObject
        {
            ["name"] = signal.Name,
            ["trust_score"] = signal.Score,
            ["confidence_level"] = level,
            ["why_trusted"] = FormattableString.Invariant($"'{signal.Name}' has a trust score of {signal.Score:F2}"),
            ["evidence"] = new JsonArray([.. evidence]),
        };
    }

    private static JsonObject Plan(
        ForecastRequest request, string model, IReadOnlyList<SeriesForecast> forecasts, ModelChoice? choice)
    {
        var series = new JsonArray();
        for (int i = 0; i < forecasts.Count; i++)
        {
            if (ForecastExplanation.FindSeries(request.Series, forecasts, i) is { } history)
            {
                series.Add(Series(history, forecasts[i]));
            }
        }

        return new JsonObject
        {
            ["model_selected"] = choice?.Model ?? model,
            ["why_this_model"] = choice is null
                ? $"the request names '{model}'"
                : $"'{choice.Model}' was chosen from {choice.Candidates.Count} candidate(s)",
            ["selection_rationale"] = FreeForm.Texts(choice?.Rationale ?? ["the caller named the model"]),
            ["candidates"] = choice is null
                ? new JsonArray(Candidate(model, 1, 1.0, new JsonArray("named by the caller")))
                : new JsonArray([.. choice.Candidates.Select((candidate, i) => Candidate(
                    FreeForm.Text(candidate, "model") ?? string.Empty,
                    (int)(FreeForm.Number(candidate, "rank") ?? i + 1),
                    FreeForm.Number(candidate, "score") ?? 0,
                    FreeForm.Copy(candidate, "reasons", new JsonArray())))]),
            ["series"] = series,
        };
    }

    private static JsonObject Candidate(string model, int rank, double score, JsonNode? reasons) => new()
    {
        ["model"] = model,
        ["rank"] = rank,
        ["score"] = score,
        ["reasons"] = reasons,
    };

    private static JsonObject Series(SeriesInput history, SeriesForecast forecast)
    {
        var words = ForecastExplanation.Explain(forecast, history.Target.Span);
        double? spread = ForecastExplanation.SpreadRatio(forecast);
        var evidence = new List<JsonObject>
        {
            Evidence("forecast", "trend", $"the forecast goes {words.TrendDirection}", words.TrendDirection),
            Evidence("input", "history", $"{history.Target.Count} observations", history.Target.Count),
            Evidence("diagnostic", "history_comparison", words.HistoricalComparison),
        };
        if (spread is { } ratio)
        {
            evidence.Add(Evidence("metric", "spread_ratio", words.ConfidenceAssessment, ratio));
        }

        return new JsonObject
        {
            ["id"] = forecast.Id,
            ["trend_direction"] = words.TrendDirection,
            ["confidence_level"] = spread switch
            {
                null => "unknown",
                < 0.2 => "high",
                < 0.5 => "medium",
                _ => "low",
            },
            ["temporal_importance"] = new JsonArray([
                .. LagImportance.Of(history.Target.Span).Select(lag => Lag(history, lag)),
            ]),
            ["forecast_decomposition"] = Decompose(history),
            ["evidence"] = new JsonArray([.. evidence]),
        };
    }

    private static JsonObject Lag(SeriesInput history, LagImportance lag)
    {
        int index = history.Target.Count - lag.Lag;
        return new JsonObject
        {
            ["lag"] = lag.Lag,
            ["timestamp"] = history.Timestamps[index],
            ["value"] = history.Target.Span[index],
            ["importance"] = lag.Importance,
            ["direction"] = lag.Direction,
            ["reason"] = FormattableString.Invariant(
                $"the autocorrelation at lag {lag.Lag} is {lag.Importance:F2} in size"),
        };
    }

    /// <summary>Shares of the variance; a history too short to decompose is all rest.</summary>
    private static JsonObject Decompose(SeriesInput history)
    {
        var (trend, season, rest) = (0.0, 0.0, 1.0);
        if (history.Target.Count >= Decomposition.FewestPoints)
        {
            var parts = Decomposition.Of(history.Target.Values.ToArray(), period: null);
            double total = parts.TrendStrength + parts.SeasonalStrength + parts.ResidualRatio;
            (trend, season, rest) = total > 0
                ? (parts.TrendStrength / total, parts.SeasonalStrength / total, parts.ResidualRatio / total)
                : (1, 0, 0);
        }

        return new JsonObject
        {
            ["trend"] = Math.Round(trend, 4),
            ["seasonal"] = Math.Round(season, 4),
            ["residual"] = Math.Round(rest, 4),
            ["dominant_driver"] = trend >= season && trend >= rest ? "trend" : season >= rest ? "seasonal" : "residual",
        };
    }

    private static JsonObject Policy(string model, ExecutionPolicy? policy)
    {
        if (policy is null)
        {
            return Policy(
                new ExecutionPolicy(),
                isAutomatic: false,
                $"there is no policy; a person decides on the forecast of '{model}'");
        }

        if (policy is { Confidence: { } confidence, Threshold: { } threshold })
        {
            bool isEnough = confidence >= threshold;
            return Policy(
                policy,
                policy.IsAutomatic && isEnough,
                FormattableString.Invariant(
                    $"the confidence {confidence:F2} is {(isEnough ? "not below" : "below")} the threshold {threshold:F2}"
                ));
        }

        string wish = policy.IsAutomatic ? "automatic execution" : "a person";
        return Policy(policy, policy.IsAutomatic, $"the policy asks for {wish}");
    }

    private static JsonObject Policy(ExecutionPolicy policy, bool isAutomatic, string reason) => new()
    {
        ["auto_executed"] = isAutomatic,
        ["confidence"] = policy.Confidence,
        ["threshold"] = policy.Threshold,
        ["reason"] = reason,
        ["human_override"] = policy.CanOverride,
        ["evidence"] = new JsonArray([.. policy.Rationale.Select(text => Evidence("policy", "rationale", text))]),
    };

    private static JsonObject Evidence(
        string kind,
        string label,
        string detail,
        JsonNode? value = null,
        string? source = null) =>
        new()
        {
            ["kind"] = kind,
            ["label"] = label,
            ["detail"] = detail,
            ["value"] = value,
            ["source"] = source,
        };
}
