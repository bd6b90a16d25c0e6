using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Laws that every statistical model keeps on every series.</summary>
public sealed class BaselineLawTests
{
    private const int Horizon = 5;

    public static TheoryData<string> Models => [.. BaselineModels.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Answers_difficult_series_with_finite_numbers_or_a_typed_error(string model)
    {
        foreach (double[] target in Difficult())
        {
            var outcome = await BaselineRun.ForecastAsync(model, Request(model, target, [0.1, 0.5, 0.9]));

            if (outcome.Result is not { } result)
            {
                Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
                continue;
            }

            AssertSound(result);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Forecasts_an_ordinary_series(string model)
    {
        var options = new JsonObject { ["intervals"] = new JsonObject { ["windows"] = 2 } };

        var outcome = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, Ordinary(), Horizon, [0.1, 0.5, 0.9], options));

        Assert.True(outcome.Result is not null, outcome.Failure?.Message);
        AssertSound(outcome.Result);
        Assert.All(outcome.Result.Forecasts[0].Mean.Span.ToArray(), value => Assert.InRange(value, 15.0, 35.0));
    }

    /// <summary>
    /// The competition's search depends on the unit, unless that is out of the ordinary (<c>m4-*</c>): two such units.
    /// </summary>
    [Theory]
    [MemberData(nameof(Models))]
    public async Task Gives_the_same_forecast_in_units_a_power_of_two_apart(string model)
    {
        bool isOfCompetition = model.StartsWith("m4-", StringComparison.Ordinal);
        double[] expected = await InUnitsAsync(model, isOfCompetition ? Math.ScaleB(1.0, 90) : 1.0);
        double[] actual = await InUnitsAsync(model, Math.ScaleB(1.0, 60));

        Assert.All(expected.Zip(actual), step => Assert.Equal(step.First, step.Second, 1e-12 * step.First));
    }

    [Theory]
    [InlineData("m4-naive2", 1e-12)]
    [InlineData("m4-ses", 1e-5)]
    [InlineData("m4-holt", 1e-2)]
    [InlineData("m4-damped", 1e-2)]
    [InlineData("m4-theta", 1e-4)]
    [InlineData("m4-comb", 1e-2)]
    public async Task The_competitions_search_depends_little_on_the_unit(string model, double tolerance)
    {
        double[] expected = await InUnitsAsync(model, 1.0);
        double[] actual = await InUnitsAsync(model, Math.ScaleB(1.0, 60));

        Assert.All(
            expected.Zip(actual), step => Assert.Equal(step.First, step.Second, tolerance * Math.Abs(step.First)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Refuses_or_leaves_out_a_season_of_any_length(string model)
    {
        double[] target = [.. Enumerable.Range(0, 20).Select(t => 20.0 + t * t % 7)];
        var options = new JsonObject { ["season_length"] = int.MaxValue };

        var outcome = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, target, Horizon, [0.1, 0.5, 0.9], options));

        Assert.True(outcome.Result is not null || outcome.Failure?.Code == ErrorCode.BadRequest, $"{outcome.Failure}");
    }

    [Theory]
    [InlineData(1e-310)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-200)]
    [InlineData(4e307)]
    public async Task Keeps_numbers_near_both_ends_of_the_range(double unit)
    {
        var outcome = await BaselineRun.ForecastAsync("naive", Request("naive", [unit, 2 * unit, 3 * unit], []));

        Assert.All(outcome.Result!.Forecasts[0].Mean.Span.ToArray(), value => Assert.Equal(3 * unit, value));
    }

    [Fact]
    public async Task Names_series_method_and_numbers_when_a_series_is_too_short()
    {
        var outcome = await BaselineRun.ForecastAsync(
            "seasonal-naive", Request("seasonal-naive", [1.0, 2.0, 3.0], [0.5]));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains("'a'", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("seasonal-naive", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("at least 8", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("has 3", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_far_from_zero_does_not_stop_the_search_for_a_trend()
    {
        var noise = new Random(6);
        double[] target = [.. Enumerable.Range(0, 60).Select(_ => noise.NextDouble())];

        double near = await LikelihoodAsync(10.0);
        double far = await LikelihoodAsync(1e6);

        Assert.Equal(near, far, 1e-3);

        async Task<double> LikelihoodAsync(double level)
        {
            var outcome = await BaselineRun.ForecastAsync("holt", SearchRequest.Of(
                "holt", Array.ConvertAll(target, y => y + level), 2, [], new JsonObject { ["return_fit"] = true }));
            return BaselineRun.Fit(outcome).GetProperty("log_likelihood").GetDouble();
        }
    }

    private static void AssertSound(ForecastResult result)
    {
        Assert.All(result.Forecasts[0].Mean.Span.ToArray(), value => Assert.True(double.IsFinite(value)));
        double[][] rows = [.. result.Forecasts[0].Quantiles!.Rows.Select(row => row.Span.ToArray())];
        Assert.All(rows.SelectMany(row => row), value => Assert.True(double.IsFinite(value)));
        for (int k = 0; k < Horizon; k++)
        {
            Assert.True(rows[0][k] <= rows[1][k] && rows[1][k] <= rows[2][k], $"quantiles cross at step {k + 1}");
        }
    }

    /// <summary>The point forecast of the ordinary series in another unit, taken back to this one.</summary>
    private static async Task<double[]> InUnitsAsync(string model, double unit)
    {
        var outcome = await BaselineRun.ForecastAsync(
            model, Request(model, [.. Ordinary().Select(y => y * unit)], []));
        return [.. outcome.Result!.Forecasts[0].Mean.Span.ToArray().Select(value => value / unit)];
    }

    private static double[] Ordinary() => [.. Enumerable.Range(0, 40).Select(t => 20.0 + t % 7 + Math.Sin(t * t))];

    private static IEnumerable<double[]> Difficult()
    {
        yield return [5.0];
        yield return [1.0, 2.0];
        yield return [.. Enumerable.Repeat(3.5, 30)];
        yield return new double[30];
        yield return [.. Enumerable.Range(0, 30).Select(t => 1e300 * (1.0 + t % 3))];
        yield return [.. Enumerable.Range(0, 30).Select(t => 1e-300 * (1.0 + t % 4))];
        yield return [.. Enumerable.Range(0, 30).Select(t => 1e-310 * (1.0 + t % 4))];
        yield return [.. Enumerable.Range(0, 30).Select(t => double.Epsilon * (t % 3))];
        yield return [.. Enumerable.Range(0, 30).Select(t => t % 2 == 0 ? 1e308 : -1e308)];
        yield return [.. Enumerable.Range(0, 30).Select(t => t == 20 ? 1e200 : 1e-200)];
        yield return [.. Enumerable.Range(0, 30).Select(t => -(double)t)];
        yield return [.. Enumerable.Range(0, 30).Select(t => t % 5 == 0 ? 3.0 : 0.0)];
    }

    private static ForecastRequest Request(string model, double[] target, double[] quantiles) => new()
    {
        Model = model,
        Horizon = Horizon,
        Quantiles = quantiles,
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
}
