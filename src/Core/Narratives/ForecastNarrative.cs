using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Narratives;

/// <summary>Tells what a forecast shows beside its history (contract/http-api §18.6).</summary>
public static class ForecastNarrative
{
    private const int ShortestSeasonal = 6;
    private const double Negligible = 1e-9;

    /// <summary>
    /// <c>{series: [{id, summary, trend, confidence, …}]}</c>; null when no forecast belongs to a series.
    /// </summary>
    /// <param name="model">The model as the request named it.</param>
    /// <param name="series">The request's series.</param>
    /// <param name="forecasts">The forecasts, each of at least one step.</param>
    public static JsonObject? Tell(
        string model, IReadOnlyList<SeriesInput> series, IReadOnlyList<SeriesForecast> forecasts)
    {
        var told = new JsonArray();
        for (int i = 0; i < forecasts.Count; i++)
        {
            if (ForecastExplanation.FindSeries(series, forecasts, i) is { } input)
            {
                told.Add(Tell(model, input.Target.Span, forecasts[i]));
            }
        }

        return told.Count == 0 ? null : new JsonObject { ["series"] = told };
    }

    private static JsonObject Tell(string model, ReadOnlySpan<double> history, SeriesForecast forecast)
    {
        var explanation = ForecastExplanation.Explain(forecast, history);
        double? ratio = SpreadRatio(forecast);
        string level = Level(ratio);
        int[] season = history.Length >= ShortestSeasonal
            ? SeasonSearch.FindPeriods(history, AnalyzeParameters.Default.MaxLag, 1)
            : [];
        var anomalies = AnomalySearch.Find(history, AnalyzeParameters.Default.AnomalyIqrK);
        return new JsonObject
        {
            ["id"] = forecast.Id,
            ["summary"] = string.Create(
                CultureInfo.InvariantCulture,
                $"Model {model} forecasts {forecast.Mean.Count} steps of series '{forecast.Id}': the direction is "
                + $"{explanation.TrendDirection}, confidence is {level}."),
            ["trend"] = new JsonObject
            {
                ["direction"] = explanation.TrendDirection,
                ["strength"] = Strength(forecast.Mean.Span),
            },
            ["confidence"] = new JsonObject
            {
                ["level"] = level,
                ["spread_ratio"] = ratio,
                ["reason"] = explanation.ConfidenceAssessment,
            },
            ["seasonality"] = new JsonObject
            {
                ["detected"] = season.Length > 0,
                ["period"] = season.Length > 0 ? season[0] : null,
            },
            ["anomalies"] = new JsonObject
            {
                ["count"] = anomalies.Count,
                ["indices"] = new JsonArray([.. anomalies.Select(anomaly => JsonValue.Create(anomaly.Index))]),
            },
            ["key_insight"] =
                $"The direction is {explanation.TrendDirection} with {level} confidence; "
                    + $"{explanation.HistoricalComparison}.",
            ["comparison_to_history"] = Compare(history, forecast.Mean.Span),
        };
    }

    private static double Strength(ReadOnlySpan<double> mean) =>
        Math.Min(1, Math.Abs(mean[^1] - mean[0]) / Math.Max(Math.Abs(mean[0]), 1));

    /// <summary>
    /// Mean width of the interval against the size of the forecast, at least 1; null without an interval.
    /// </summary>
    private static double? SpreadRatio(SeriesForecast forecast)
    {
        if (forecast.Quantiles is not { Levels.Count: >= 2 } quantiles)
        {
            return null;
        }

        double size = 0;
        foreach (double value in forecast.Mean.Span)
        {
            size += Math.Abs(value);
        }

        double spread = AccuracyMetrics.Mae(quantiles.Rows[^1].Span, quantiles.Rows[0].Span);
        return spread / Math.Max(size / forecast.Mean.Count, 1);
    }

    private static string Level(double? ratio) => ratio switch
    {
        null => "unknown",
        < 0.2 => "high",
        < 0.5 => "medium",
        _ => "low",
    };

    private static JsonObject Compare(ReadOnlySpan<double> history, ReadOnlySpan<double> forecast)
    {
        double before = Statistics.Mean(history);
        double after = Statistics.Mean(forecast);
        double delta = (after - before) / Math.Abs(before) * 100;
        return new JsonObject
        {
            ["mean_delta_pct"] = Math.Abs(before) > Negligible && double.IsFinite(delta) ? delta : null,
            ["volatility_change"] = CompareVolatility(
                Math.Sqrt(Statistics.Variance(history)), Math.Sqrt(Statistics.Variance(forecast))),
        };
    }

    private static string CompareVolatility(double before, double after)
    {
        if (before <= Negligible)
        {
            return after > Negligible ? "higher" : "stable";
        }

        return (after / before) switch
        {
            < 0.85 => "lower",
            > 1.15 => "higher",
            _ => "stable",
        };
    }
}
