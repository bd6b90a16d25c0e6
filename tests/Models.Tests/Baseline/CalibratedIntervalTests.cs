using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Intervals calibrated on the history, for every statistical model.</summary>
public sealed class CalibratedIntervalTests
{
    private const int Horizon = 6;
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    public static TheoryData<string> Models => [.. BaselineModels.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Are_finite_and_ordered(string model)
    {
        var outcome = await BaselineRun.ForecastAsync(model, Request(model, [Seasonal(7, 60)]));

        Assert.Null(outcome.Failure);
        var rows = outcome.Result!.Forecasts[0].Quantiles!.Rows;
        for (int k = 0; k < Horizon; k++)
        {
            Assert.True(double.IsFinite(rows[0].Span[k]) && double.IsFinite(rows[2].Span[k]));
            Assert.True(rows[0].Span[k] <= rows[1].Span[k] && rows[1].Span[k] <= rows[2].Span[k]);
        }
    }

    [Theory]
    [InlineData("naive")]
    [InlineData("ets")]
    [InlineData("theta")]
    public async Task Cover_a_random_walk_about_as_often_as_they_say(string model)
    {
        double[][] walks = [.. Enumerable.Range(0, 120).Select(seed => Walk(seed, 200 + Horizon))];
        var outcome = await BaselineRun.ForecastAsync(
            model, Request(model, [.. walks.Select(walk => walk[..^Horizon])]));

        double inside = walks.Select((walk, i) => Inside(walk, outcome.Result!.Forecasts[i])).Average();
        Assert.InRange(inside, 0.75, 0.87);
    }

    [Fact]
    public async Task Know_that_a_trough_is_followed_by_rises()
    {
        // The last value, near 15, is a trough of the season: naive was never too high by more than noise from there.
        var outcome = await BaselineRun.ForecastAsync("naive", Request("naive", [Seasonal(7, 60)]));

        var forecast = outcome.Result!.Forecasts[0];
        Assert.True(forecast.Quantiles!.Rows[0].Span[1] > forecast.Mean.Span[1] - 2.0);
        Assert.True(forecast.Quantiles.Rows[2].Span[1] > forecast.Mean.Span[1] + 5.0);
    }

    [Fact]
    public async Task Know_the_season_that_the_point_forecast_leaves_out()
    {
        // naive repeats the trough; each step's intervals are where the season has been there, not where the trough is.
        double[] y = Seasonal(7, 400);
        var outcome = await BaselineRun.ForecastAsync("naive", Request("naive", [y]));

        var rows = outcome.Result!.Forecasts[0].Quantiles!.Rows;
        for (int k = 0; k < Horizon; k++)
        {
            double usual = 20.5 + (5 * Math.Sin((y.Length + k) * Math.PI / 2));
            Assert.InRange(rows[1].Span[k], usual - 0.6, usual + 0.6);
            Assert.InRange(rows[2].Span[k] - rows[0].Span[k], 0.6, 2.5);
        }
    }

    [Fact]
    public async Task Know_the_week_behind_the_day()
    {
        // Four values a day, and a weekend that seasonal-naive of a day stumbles into and out of each week.
        var random = new Random(2);
        double[] y = [.. Enumerable.Range(0, 28 * 12)
            .Select(t => (t / 4 % 7 >= 5 ? 20.0 : 30.0) + random.NextDouble())];
        var outcome = await BaselineRun.ForecastAsync("seasonal-naive", Request("seasonal-naive", [y[..^Horizon]]));

        var rows = outcome.Result!.Forecasts[0].Quantiles!.Rows;
        for (int k = 0; k < Horizon; k++)
        {
            Assert.InRange(rows[1].Span[k], 18.5, 22.5);
            Assert.InRange(rows[2].Span[k] - rows[0].Span[k], 0.5, 5.0);
        }
    }

    [Theory]
    [InlineData(30, 0.72, 0.92)]
    [InlineData(400, 0.74, 0.87)]
    public async Task Cover_what_they_say_of_short_and_of_long_histories(int count, double least, double most)
    {
        double[][] walks = [.. Enumerable.Range(0, 150).Select(seed => Walk(1000 + seed, count + Horizon))];
        var outcome = await BaselineRun.ForecastAsync(
            "naive", Request("naive", [.. walks.Select(walk => walk[..^Horizon])]));

        double inside = walks.Select((walk, i) => Inside(walk, outcome.Result!.Forecasts[i])).Average();
        Assert.InRange(inside, least, most);
    }

    [Theory]
    [InlineData("naive")]
    [InlineData("seasonal-naive")]
    [InlineData("holt")]
    public async Task Have_the_unit_of_the_series(string model)
    {
        double[] y = Seasonal(3, 80);
        var one = await BaselineRun.ForecastAsync(model, Request(model, [y]));
        var thousand = await BaselineRun.ForecastAsync(model, Request(model, [[.. y.Select(x => 1024.0 * x)]]));

        for (int i = 0; i < Levels.Length; i++)
        {
            Assert.Equal(
                one.Result!.Forecasts[0].Quantiles!.Rows[i].Span.ToArray().Select(x => 1024.0 * x),
                thousand.Result!.Forecasts[0].Quantiles!.Rows[i].Span.ToArray());
        }
    }

    [Fact]
    public async Task Of_a_series_that_never_was_negative_are_not_negative()
    {
        double[] demand = [.. Enumerable.Range(0, 80).Select(t => t % 5 == 0 ? 9.0 : 0.0)];
        var counted = await BaselineRun.ForecastAsync("window-average", Request("window-average", [demand]));
        var shifted = await BaselineRun.ForecastAsync(
            "window-average", Request("window-average", [[.. demand.Select(x => x - 1.0)]]));

        Assert.Equal(0.0, counted.Result!.Forecasts[0].Quantiles!.Rows[0].Span.ToArray().Min());
        Assert.True(shifted.Result!.Forecasts[0].Quantiles!.Rows[0].Span.ToArray().Min() < -1.0);
    }

    [Fact]
    public async Task Grow_with_the_level_where_errors_did()
    {
        double[] growing = [.. Walk(1, 200).Select((x, t) => Math.Exp((0.02 * t) + (0.02 * x)))];
        var outcome = await BaselineRun.ForecastAsync("naive", Request("naive", [growing]));
        var native = await BaselineRun.ForecastAsync("naive", Request("naive", [growing], "native"));

        Assert.True(Width(outcome.Result!) > 1.5 * Width(native.Result!));
    }

    [Fact]
    public async Task Follow_a_series_into_calm()
    {
        // A walk with steps of standard deviation 1 that calms down to 0.2. The theory goes by all of it.
        double[] walk = Walk(4, 250);
        double[] calmed = [.. walk.Select((x, t) => t < 150 ? x : walk[149] + (0.2 * (x - walk[149])))];
        var outcome = await BaselineRun.ForecastAsync("naive", Request("naive", [calmed]));
        var native = await BaselineRun.ForecastAsync("naive", Request("naive", [calmed], "native"));

        Assert.InRange(Width(outcome.Result!) / Width(native.Result!), 0.15, 0.6);
    }

    [Theory]
    [InlineData("naive", "calibrated")]
    [InlineData("m4-holt", "conformal-error")]
    [InlineData("window-average", "conformal-distribution")]
    public async Task A_constant_series_has_no_spread_however_short(string model, string method)
    {
        var outcome = await BaselineRun.ForecastAsync(model, Request(model, [[.. Enumerable.Repeat(3.0, 10)]], method));

        Assert.Null(outcome.Failure);
        Assert.All(
            outcome.Result!.Forecasts[0].Quantiles!.Rows,
            row => Assert.All(row.Span.ToArray(), x => Assert.Equal(3.0, x)));
    }

    [Fact]
    public async Task A_series_too_short_for_two_origins_is_refused_with_the_reason()
    {
        var outcome = await BaselineRun.ForecastAsync("drift", Request("drift", [[1, 2, 4]]));

        Assert.Contains("origins", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("naive", "calibrated", "origins")]
    [InlineData("historic-average", "calibrated", "origins")]
    [InlineData("croston", "conformal-error", "conformal intervals need 2h+1 = 13 observations")]
    public async Task One_observation_tells_nothing_of_errors(string model, string method, string reason)
    {
        var outcome = await BaselineRun.ForecastAsync(model, Request(model, [[3.0]], method));

        Assert.Contains(reason, outcome.Failure?.Message, StringComparison.Ordinal);
    }

    private static double Inside(double[] walk, SeriesForecast forecast)
    {
        var rows = forecast.Quantiles!.Rows;
        return Enumerable.Range(0, Horizon).Count(k =>
            walk[^(Horizon - k)] >= rows[0].Span[k] && walk[^(Horizon - k)] <= rows[2].Span[k]) / (double)Horizon;
    }

    private static double Width(ForecastResult result)
    {
        var rows = result.Forecasts[0].Quantiles!.Rows;
        return rows[2].Span[0] - rows[0].Span[0];
    }

    private static double[] Walk(int seed, int count)
    {
        var random = new Random(seed);
        double level = 50;
        return [.. Enumerable.Range(0, count)
            .Select(_ => level += Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
    }

    private static double[] Seasonal(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(t => 20 + (5 * Math.Sin(t * Math.PI / 2)) + random.NextDouble())];
    }

    private static ForecastRequest Request(
        string model, IReadOnlyList<double[]> series, string method = "calibrated") => new()
        {
            Model = model,
            Horizon = Horizon,
            Quantiles = Levels,
            Options = new ForecastOptions(JsonSerializer.SerializeToElement(
                new { season_length = 4, intervals = new { method } })),
            Series = [.. series.Select((y, i) => new SeriesInput
            {
                Id = $"s{i}",
                Freq = "D",
                Timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, y.Length)
                    .Select(day => new DateTime(2020, 1, 1).AddDays(day).ToString("yyyy-MM-dd"))]),
                Target = new NumberColumn(y),
            })],
        };
}
