using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Requests of one series with options.</summary>
internal static class SearchRequest
{
    /// <summary>A request; options as a JSON object.</summary>
    public static ForecastRequest Of(
        string model, double[] target, int horizon, double[] quantiles, JsonObject? options = null) => new()
        {
            Model = model,
            Horizon = horizon,
            Quantiles = quantiles,
            Options = new ForecastOptions(JsonSerializer.SerializeToElement(options ?? [])),
            Series =
            [
                new SeriesInput
                {
                    Id = "a",
                    Freq = "D",
                    Timestamps = TimestampColumn.FromStrings(["2024-01-01"]),
                    Target = new NumberColumn(target),
                },
            ],
        };

    /// <summary>The request with a numeric covariate, its values over history and horizon in one row.</summary>
    public static ForecastRequest WithCovariate(ForecastRequest request, string name, double[] values)
    {
        var series = request.Series[0];
        int count = series.Target.Count;
        return request with
        {
            Series =
            [
                series with
                {
                    PastCovariates = [.. series.PastCovariates, Part(..count)],
                    FutureCovariates = [.. series.FutureCovariates, Part(count..)],
                },
            ],
        };

        Covariate Part(Range range) => new() { Name = name, Numbers = new NumberColumn(values[range]) };
    }

    /// <summary>A positive series with trend, season and noise.</summary>
    public static double[] Seasonal(int count, int season)
    {
        var noise = new Random(3);
        return [.. Enumerable.Range(0, count).Select(t =>
            50 + (0.2 * t) + (10 * Math.Sin(2 * Math.PI * t / season)) + (4 * noise.NextDouble()))];
    }

    /// <summary>Demand of different sizes in every fourth to sixth step, nothing between.</summary>
    public static double[] Demand(int count)
    {
        var noise = new Random(5);
        double[] demand = new double[count];
        for (int t = 3; t < count; t += noise.Next(4, 7))
        {
            demand[t] = noise.Next(1, 20);
        }

        return demand;
    }
}
