using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Replicas;

/// <summary>A big request in parts, for models that compute each series by itself.</summary>
internal static class RequestParts
{
    /// <summary>Cuts a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">Series in a part.</param>
    public static IEnumerable<ForecastRequest> Cut(ForecastRequest request, int most) =>
        request.Series.Chunk(most).Select(series => request with { Series = series });

    /// <summary>The answer to the whole: forecasts in order, warnings once, times added up.</summary>
    public static ReplicaAnswer Join(IReadOnlyList<ReplicaAnswer> parts)
    {
        var results = parts.Select(part => part.Result!).ToArray(); // a part that failed has thrown
        var forecasts = results.SelectMany(result => result.Forecasts).ToArray();
        var usage = (JsonObject)results[0].Usage.DeepClone();
        if (usage.ContainsKey("series_count"))
        {
            usage["series_count"] = forecasts.Length;
        }

        return new ReplicaAnswer(
            LoadRefusal.None,
            results[0] with
            {
                Forecasts = forecasts,
                Warnings = [.. results.SelectMany(result => result.Warnings).Distinct()],
                Usage = usage,
                InferenceMs = results.Any(result => result.InferenceMs is null) ? null : results.Sum(result => result.InferenceMs),
            },
            parts[0].Waited,
            Sum(parts, part => part.Computed),
            Sum(parts, part => part.Share));
    }

    private static TimeSpan Sum(IEnumerable<ReplicaAnswer> parts, Func<ReplicaAnswer, TimeSpan> time) =>
        parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + time(part));
}
