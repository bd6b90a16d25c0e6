using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Responses;

namespace Tollama.Core.Tests.Wire;

public sealed class ForecastResponseWriterTests
{
    private static readonly ForecastResponse Full = new()
    {
        Model = "m",
        Forecasts =
        [
            new SeriesForecast
            {
                Id = "a",
                Freq = "D",
                StartTimestamp = "2025-01-02",
                Mean = new NumberColumn(new double[] { 3, 4.5 }, integerMask: [1]),
                Quantiles = new QuantileForecasts(
                    [1e-5, 0.1],
                    [new NumberColumn(new double[] { 1, 2 }), new NumberColumn(new double[] { 3, double.NaN })]),
            },
        ],
        Metrics = new ForecastMetrics([new("rmse", 2), new("mae", 1)], [new("a", [new("rmse", 2), new("mae", 1)])]),
        Timing = new ForecastTiming(0, 1.5, 2),
        Usage = new JsonObject { ["runner"] = "x", ["n"] = 1, ["p"] = 2.0, ["none"] = null },
        Warnings = ["careful"],
    };

    [Fact]
    public void Writes_declared_order_with_nulls() =>
        Assert.Equal(
            """
            {"model":"m","forecasts":[{"id":"a","freq":"D","start_timestamp":"2025-01-02","mean":[3,4.5],"quantiles":{"1e-05":[1.0,2.0],"0.1":[3.0,null]}}],
            "metrics":{"aggregate":{"rmse":2.0,"mae":1.0},"series":[{"id":"a","values":{"rmse":2.0,"mae":1.0}}]},
            "timing":{"model_load_ms":0.0,"inference_ms":1.5,"total_ms":2.0},"explanation":null,"narrative":null,"preprocessing":null,
            "usage":{"runner":"x","n":1,"p":2.0,"none":null},"warnings":["careful"]}
            """.ReplaceLineEndings(string.Empty),
            Write(Full, JsonLayout.Declared));

    [Fact]
    public void Writes_sorted_keys_without_nulls() =>
        Assert.Equal(
            """
            {"forecasts":[{"freq":"D","id":"a","mean":[3,4.5],"quantiles":{"0.1":[3.0,null],"1e-05":[1.0,2.0]},"start_timestamp":"2025-01-02"}],
            "metrics":{"aggregate":{"mae":1.0,"rmse":2.0},"series":[{"id":"a","values":{"mae":1.0,"rmse":2.0}}]},"model":"m",
            "timing":{"inference_ms":1.5,"model_load_ms":0.0,"total_ms":2.0},"usage":{"n":1,"p":2.0,"runner":"x"},"warnings":["careful"]}
            """.ReplaceLineEndings(string.Empty),
            Write(Full, JsonLayout.Sorted));

    [Fact]
    public void Writes_merged_forecasts_with_nothing_but_means()
    {
        var merged = Full with
        {
            Metrics = null,
            Timing = null,
            Usage = null,
            Warnings = [],
            Forecasts = [Full.Forecasts[0] with { Quantiles = null }],
        };

        var json = JsonDocument.Parse(Write(merged, JsonLayout.Declared)).RootElement;

        Assert.All(
            ["metrics", "timing", "usage", "warnings", "explanation"],
            name => Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("forecasts")[0].GetProperty("quantiles").ValueKind);
    }

    private static string Write(ForecastResponse response, JsonLayout layout)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            ForecastResponseWriter.Write(writer, response, layout);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
