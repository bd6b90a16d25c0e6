using System.Globalization;
using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Serving;

/// <summary>
/// The request that a network computes once before it serves: one short daily series, one step, one sample.
/// </summary>
internal static class WarmUp
{
    private const int Steps = 32;

    /// <summary>The request.</summary>
    public static ForecastRequest Request { get; } = Create();

    private static ForecastRequest Create()
    {
        double[] values = new double[Steps];
        string[] days = new string[Steps];
        for (int i = 0; i < Steps; i++)
        {
            values[i] = Math.Sin(i * Math.Tau / 7);
            days[i] = new DateOnly(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return new ForecastRequest
        {
            Model = "warm-up",
            Horizon = 1,
            Series =
            [
                new SeriesInput
                {
                    Id = "warm-up",
                    Freq = "D",
                    Timestamps = TimestampColumn.FromStrings(days),
                    Target = new NumberColumn(values),
                },
            ],
            Options = new ForecastOptions(JsonElement.Parse("""{"num_samples":1,"seed":0}""")),
        };
    }
}
