using System.Text.Json.Nodes;
using Tollama.Core.Conformal;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Composites.PostProcessing;

/// <summary>Adds conformal intervals to a forecast (contract/http-api §18.10).</summary>
internal static class ConformalRun
{
    /// <summary>The forecast with intervals; quantiles that it had stay.</summary>
    public static JsonObject Run(ConformalBody body)
    {
        var intervals = ConformalIntervals.Calibrate(
            body.Actuals.Span,
            body.Predictions.Span,
            body.Coverage,
            body.IsAdaptive);
        var warnings = body
            .Forecast.Forecasts.Where(forecast => body.Horizon > 1 && forecast.Mean.Count != body.Horizon)
            .Select(forecast =>
                $"series '{forecast.Id}': calibrated on {body.Horizon} steps, its forecast has {forecast.Mean.Count}; "
                + "the intervals are approximate");
        return body.Forecast.With(
            body.Forecast.Forecasts.Select((_, i) => Widen(body.Forecast, i, intervals)),
            warnings);
    }

    private static JsonObject Widen(ForecastDocument document, int index, ConformalIntervals intervals)
    {
        var forecast = document.CopyOf(index);
        var lower = new JsonArray();
        var upper = new JsonArray();
        foreach (double mean in document.Forecasts[index].Mean.Span)
        {
            var (low, high) = intervals.Around(mean);
            lower.Add((JsonNode)low);
            upper.Add((JsonNode)high);
        }

        if (forecast["quantiles"] is not JsonObject quantiles)
        {
            forecast["quantiles"] = quantiles = [];
        }

        quantiles[intervals.LowerKey] = lower;
        quantiles[intervals.UpperKey] = upper;
        return forecast;
    }
}
