using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Narratives;

/// <summary>Tells what pipelines and reports did (contract/http-api §18.6).</summary>
public static class PipelineNarrative
{
    /// <summary>The narrative of a pipeline.</summary>
    /// <param name="seriesCount">Series analysed.</param>
    /// <param name="model">The model that was chosen.</param>
    /// <param name="pulled">The model that was registered on the way; null for none.</param>
    /// <param name="warnings">Number of warnings.</param>
    public static JsonObject Tell(int seriesCount, string model, string? pulled, int warnings) => new()
    {
        ["summary"] = $"{seriesCount} series were analysed; model '{model}' made the forecast.",
        ["chosen_model"] = model,
        ["pulled_model"] = pulled,
        ["warnings_count"] = warnings,
    };

    /// <summary>The narrative of a report.</summary>
    /// <param name="analyses">What was found in the series.</param>
    /// <param name="model">The model that was chosen.</param>
    /// <param name="metrics">Accuracy of the forecast; null for none.</param>
    /// <param name="recommended">Number of recommended models.</param>
    /// <param name="warnings">Number of warnings.</param>
    public static JsonObject TellReport(
        IReadOnlyList<SeriesAnalysis> analyses, string model, ForecastMetrics? metrics, int recommended, int warnings)
    {
        int anomalies = analyses.Sum(analysis => analysis.Anomalies.Count);
        var insights = new List<string>
        {
            $"{analyses.Count} series were analysed.",
            $"Model '{model}' made the forecast.",
        };
        if (
            metrics?.Aggregate.OrderBy(value => value.Name, StringComparer.Ordinal).FirstOrDefault() is
            { Name: not null } first)
        {
            insights.Add(FormattableString.Invariant($"The {first.Name} of the forecast is {first.Value:F4}."));
        }

        if (recommended > 0)
        {
            insights.Add($"{recommended} models are recommended for such series.");
        }

        return new JsonObject
        {
            ["summary"] =
                $"The report rests on model '{model}'; {anomalies} anomalies were found in {analyses.Count} series.",
            ["chosen_model"] = model,
            ["anomaly_count"] = anomalies,
            ["key_insights"] = new JsonArray([.. insights.Select(insight => (JsonNode)insight)]),
            ["warnings_count"] = warnings,
        };
    }
}
