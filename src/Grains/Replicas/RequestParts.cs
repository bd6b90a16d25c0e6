using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Replicas;

/// <summary>A big request in parts, where none of its series sees another.</summary>
internal static class RequestParts
{
    /// <summary>Cuts a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">Series in a part.</param>
    public static IEnumerable<ForecastRequest> Cut(ForecastRequest request, int most) =>
        request.Series.Chunk(most).Select(series => request with { Series = series });

    /// <summary>The answer of a copy to the whole: its forecasts joined, times added up.</summary>
    public static ReplicaAnswer Join(IReadOnlyList<ReplicaAnswer> parts) =>
        new(
            LoadRefusal.None,
            Join([.. parts.Select(part => part.Result!)]), // a part that failed has thrown
            parts[0].Waited,
            Sum(parts, part => part.Computed),
            Sum(parts, part => part.Share));

    /// <summary>The result of the whole: forecasts in order, warnings once, times added up.</summary>
    public static ForecastResult Join(IReadOnlyList<ForecastResult> results)
    {
        var forecasts = results.SelectMany(result => result.Forecasts).ToArray();
        return results[0] with
        {
            Forecasts = forecasts,
            Warnings = [.. results.SelectMany(result => result.Warnings).Distinct()],
            Usage = JoinUsage(results, forecasts.Length),
            InferenceMs = results.Any(result => result.InferenceMs is null)
                ? null
                : results.Sum(result => result.InferenceMs),
        };
    }

    /// <summary>
    /// What is told of a request as a whole is the same in every part; the count and lists with an entry a series are
    /// not.
    /// </summary>
    private static JsonObject JoinUsage(IReadOnlyList<ForecastResult> results, int series)
    {
        var usage = (JsonObject)results[0].Usage.DeepClone();
        foreach (var (name, value) in results[0].Usage)
        {
            if (value is JsonArray list && list.Count == results[0].Forecasts.Count)
            {
                usage[name] = new JsonArray([
                    .. results.SelectMany(result => result.Usage[name]!.AsArray()).Select(entry => entry?.DeepClone()),
                ]);
            }
        }

        if (usage.ContainsKey("series_count"))
        {
            usage["series_count"] = series;
        }

        return usage;
    }

    private static TimeSpan Sum(IEnumerable<ReplicaAnswer> parts, Func<ReplicaAnswer, TimeSpan> time) =>
        parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + time(part));
}
