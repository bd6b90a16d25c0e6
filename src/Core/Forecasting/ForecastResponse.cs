using System.Text.Json.Nodes;

namespace Tollama.Core.Forecasting;

/// <summary>The answer to a forecast request (contract/http-api §3).</summary>
public sealed record ForecastResponse
{
    /// <summary>The model as the request named it; <c>ensemble</c> for merged forecasts.</summary>
    public required string Model { get; init; }

    /// <summary>Forecasts in request order, at least one.</summary>
    public required IReadOnlyList<SeriesForecast> Forecasts { get; init; }

    /// <summary>Accuracy against the actuals; null when none was asked for or none is defined.</summary>
    public ForecastMetrics? Metrics { get; init; }

    /// <summary>Where the time went; null for merged forecasts.</summary>
    public ForecastTiming? Timing { get; init; }

    /// <summary>The forecasts in words; null for merged forecasts.</summary>
    public IReadOnlyList<SeriesExplanation>? Explanation { get; init; }

    /// <summary>The narrative block (§18.6); null when none was asked for.</summary>
    public JsonObject? Narrative { get; init; }

    /// <summary>What preprocessing did (§18.4); null when there was none.</summary>
    public JsonObject? Preprocessing { get; init; }

    /// <summary>Facts about the run (§11); null for merged forecasts.</summary>
    public JsonObject? Usage { get; init; }

    /// <summary>Warnings in the order of §4.2, each once; empty is null on the wire.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
