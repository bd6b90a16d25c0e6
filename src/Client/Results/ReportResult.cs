using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>The answer of a report (contract/http-api §18.8).</summary>
public sealed record ReportResult
{
    /// <summary>What was found in the series.</summary>
    public required AnalysisReport Analysis { get; init; }

    /// <summary>The models that would serve, with reasons, as the daemon tells it.</summary>
    public required JsonElement Recommendation { get; init; }

    /// <summary>The forecast and how its model was chosen.</summary>
    public required AutoForecastResult Forecast { get; init; }

    /// <summary>The forecast once more; null when nobody asked.</summary>
    public ForecastResponse? Baseline { get; init; }

    /// <summary>Measures of the forecast against actuals; null when nobody asked.</summary>
    public ForecastMetrics? Metrics { get; init; }

    /// <summary>What to know of it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>All of it in words; null when nobody asked.</summary>
    public JsonObject? Narrative { get; init; }
}
