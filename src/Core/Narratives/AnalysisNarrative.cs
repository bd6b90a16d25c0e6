using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;

namespace Tollama.Core.Narratives;

/// <summary>Tells what analyses found (contract/http-api §18.6).</summary>
public static class AnalysisNarrative
{
    private const double LowQuality = 0.7;
    private const int WarningsTold = 2;

    /// <summary><c>{series: [{id, summary, trend_direction, …, key_risks}]}</c>.</summary>
    public static JsonObject Tell(IEnumerable<SeriesAnalysis> analyses) =>
        new() { ["series"] = new JsonArray([.. analyses.Select(Tell)]) };

    private static JsonObject Tell(SeriesAnalysis analysis)
    {
        int? season = analysis.SeasonalityPeriods.Count > 0 ? analysis.SeasonalityPeriods[0] : null; // ascending
        return new JsonObject
        {
            ["id"] = analysis.Id,
            ["summary"] = Summary(analysis, season),
            ["trend_direction"] = analysis.Trend.Direction,
            ["dominant_seasonality_period"] = season,
            ["anomaly_count"] = analysis.Anomalies.Count,
            ["data_quality_score"] = analysis.DataQualityScore,
            ["key_risks"] = new JsonArray([.. Risks(analysis).Select(risk => JsonValue.Create(risk))]),
        };
    }

    private static string Summary(SeriesAnalysis analysis, int? season)
    {
        string seasonText = season is { } period
            ? string.Create(CultureInfo.InvariantCulture, $"a season of {period} steps")
            : "no season";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Series '{analysis.Id}' ({analysis.DetectedFrequency}) has a trend that is {analysis.Trend.Direction}, "
                + $"{seasonText} "
            + $"and {analysis.Anomalies.Count} anomalies; its data quality is {analysis.DataQualityScore:F2}.");
    }

    private static IEnumerable<string> Risks(SeriesAnalysis analysis)
    {
        if (analysis.Anomalies.Count > 0)
        {
            yield return "anomalies_detected";
        }

        if (analysis.IsStationary == false)
        {
            yield return "non_stationary";
        }

        if (analysis.DataQualityScore < LowQuality)
        {
            yield return "low_data_quality";
        }

        foreach (string warning in analysis.Warnings.Take(WarningsTold))
        {
            yield return warning;
        }
    }
}
