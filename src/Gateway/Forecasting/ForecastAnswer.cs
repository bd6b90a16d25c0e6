using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Core.Narratives;

namespace Tollama.Gateway.Forecasting;

/// <summary>Makes the complete answer from what a model returned (contract/http-api §4.1 steps 8, §11).</summary>
internal static class ForecastAnswer
{
    /// <summary>Checks the result and adds metrics, explanation, warnings, timing and usage.</summary>
    /// <exception cref="TollamaException">ForecastFailed: the model broke its contract.</exception>
    public static ForecastResponse Compose(
        ForecastJob job,
        PreparedForecast prepared,
        ModelArtifact artifact,
        ForecastResult result,
        Elapsed elapsed,
        double peakMemoryMb)
    {
        Check(prepared.Request, artifact, result);
        var warnings = new List<string>(result.Warnings);
        warnings.AddRange(prepared.Warnings);
        var metrics = MetricsEvaluation.Evaluate(prepared.Request, result.Forecasts, warnings);
        return new ForecastResponse
        {
            Model = job.Request.Model,
            Forecasts = result.Forecasts,
            Metrics = metrics,
            Timing = new ForecastTiming(
                result.ModelLoadMs ?? 0,
                result.InferenceMs ?? elapsed.Call.TotalMilliseconds,
                elapsed.Total.TotalMilliseconds),
            Explanation = ForecastExplanation.Explain(prepared.Request.Series, result.Forecasts),
            Narrative = job.WithNarrative
                ? ForecastNarrative.Tell(job.Request.Model, prepared.Request.Series, result.Forecasts)
                : null,
            Preprocessing = job.Table?.DiagnosticsToJson() is { } diagnostics
                ? new JsonObject { ["series"] = diagnostics }
                : null,
            Usage = Usage(prepared.Request, artifact, result.Usage, peakMemoryMb),
            Warnings = warnings.Count > 1 ? [.. warnings.Distinct(StringComparer.Ordinal)] : warnings,
        };
    }

    /// <summary>The run's own facts, completed by what every answer tells.</summary>
    private static JsonObject Usage(
        ForecastRequest request,
        ModelArtifact artifact,
        JsonObject facts,
        double peakMemoryMb)
    {
        var usage = new JsonObject();
        usage["runner"] = "tollama-" + artifact.Family;
        foreach (var (key, value) in facts)
        {
            usage[key] = value?.DeepClone();
        }

        usage.TryAdd("series_count", request.Series.Count);
        usage.TryAdd("horizon", request.Horizon);
        usage.TryAdd("device", "unknown");
        usage.TryAdd("peak_memory_mb", peakMemoryMb);
        return usage;
    }

    private static void Check(ForecastRequest request, ModelArtifact artifact, ForecastResult result)
    {
        if (result.Forecasts.Count != request.Series.Count)
        {
            throw Broken(artifact, $"{result.Forecasts.Count} forecasts for {request.Series.Count} series");
        }

        foreach (var forecast in result.Forecasts)
        {
            if (forecast.Mean.Count == 0)
            {
                throw Broken(artifact, $"an empty forecast for series '{forecast.Id}'");
            }

            if (!IsFinite(forecast.Mean) || forecast.Quantiles?.Rows.All(IsFinite) == false)
            {
                throw Broken(artifact, $"a number that is not finite for series '{forecast.Id}'");
            }

            if (forecast.Quantiles?.Rows.All(row => row.Count == forecast.Mean.Count) == false)
            {
                throw Broken(artifact, $"quantiles and mean of different lengths for series '{forecast.Id}'");
            }
        }
    }

    private static bool IsFinite(NumberColumn column)
    {
        foreach (double value in column.Span)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static TollamaException Broken(ModelArtifact artifact, string what) => new(
        ErrorCode.ForecastFailed, $"Model '{artifact.Name}' returned {what}; nothing was made of it.");
}
