using System.Buffers;
using System.Text;
using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Testing;

namespace Tollama.Core.Tests.Forecasting;

public sealed class MetricsEvaluationTests
{
    public static TheoryData<string> Fixtures() => [.. CompatFixtures.Names("http", "metrics-")];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Gives_the_numbers_and_warnings_of_the_fixture(string name)
    {
        using var fixture = CompatFixtures.Load("http", name);
        var root = fixture.RootElement;
        var request = ForecastBodies
            .ReadForecast(Encoding.UTF8.GetBytes(root.GetProperty("request").GetRawText()), ForecastRoute.V1).Request;
        SeriesForecast[] forecasts = [.. request.Series.Select(series => RepeatLast(series, request))];
        var warnings = new List<string>();

        var metrics = MetricsEvaluation.Evaluate(request, forecasts, warnings);

        var expected = root.GetProperty("expect_body_subset");
        var answer = new ForecastResponse
        {
            Model = "mock",
            Forecasts = forecasts,
            Metrics = metrics,
            Warnings = warnings,
        };
        Assert.Empty(JsonMatcher.Mismatches(expected, ToJson(answer)));
    }

    [Fact]
    public void Matches_by_position_where_ids_repeat()
    {
        var request = Request(("a", [1, 2], [3]), ("a", [1, 2], [9]));

        var metrics = MetricsEvaluation.Evaluate(request, [Forecast("a", 3), Forecast("a", 4)], []);

        Assert.Equal([0, 5], metrics!.Series.Select(series => series.Values[0].Value));
        Assert.Equal(2.5, metrics.Aggregate[0].Value);
    }

    [Fact]
    public void Skips_results_that_are_not_finite()
    {
        var warnings = new List<string>();

        var metrics = MetricsEvaluation.Evaluate(
            Request(("a", [1, 2], [double.MaxValue])), [Forecast("a", double.MinValue)], warnings);

        Assert.Null(metrics);
        Assert.StartsWith("metrics.mae skipped for series 'a'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Cuts_to_the_common_length_and_says_so()
    {
        var warnings = new List<string>();

        var metrics = MetricsEvaluation.Evaluate(Request(("a", [1, 2], [3, 4])), [Forecast("a", 5)], warnings);

        Assert.Equal(2, metrics!.Aggregate[0].Value);
        Assert.Contains("'a'", Assert.Single(warnings));
    }

    private static ForecastRequest Request(params (string Id, double[] History, double[] Actuals)[] series) => new()
    {
        Model = "m",
        Horizon = series[0].Actuals.Length,
        Series = [.. series.Select(item => new SeriesInput
        {
            Id = item.Id,
            Timestamps = TimestampColumn.FromStrings(["x", "y"]),
            Target = new NumberColumn(item.History),
            Actuals = new NumberColumn(item.Actuals),
        })],
        Parameters = new ForecastParameters { Metrics = new MetricsParameters(["mae"], 1) },
    };

    private static SeriesForecast Forecast(string id, params double[] mean) =>
        new() { Id = id, Freq = "D", StartTimestamp = "x", Mean = new NumberColumn(mean) };

    private static SeriesForecast RepeatLast(SeriesInput series, ForecastRequest request)
    {
        double[] mean = [.. Enumerable.Repeat(series.Target.Span[^1], request.Horizon)];
        return new SeriesForecast
        {
            Id = series.Id,
            Freq = series.Freq,
            StartTimestamp = "x",
            Mean = new NumberColumn(mean),
            Quantiles = request.Quantiles.Count == 0
                ? null
                : new QuantileForecasts(
                    request.Quantiles, [.. request.Quantiles.Select(_ => new NumberColumn(mean))]),
        };
    }

    private static JsonElement ToJson(ForecastResponse response)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            ForecastResponseWriter.Write(writer, response, JsonLayout.Declared);
        }

        return JsonElement.Parse(bytes.WrittenSpan);
    }
}
