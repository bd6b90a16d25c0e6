using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Models.Tests.Baseline;

/// <summary>A fit that was reported can be given back, in any unit, and forecasts the same.</summary>
public sealed class GivenModelTests
{
    private const int Season = 4;

    [Theory]
    [InlineData("ses", null)]
    [InlineData("ses-optimized", null)]
    [InlineData("holt", null)]
    [InlineData("holt-damped", null)]
    [InlineData("holt-winters", null)]
    [InlineData("ets", "MAdM")]
    [InlineData("auto-ets", null)]
    [InlineData("theta", null)]
    [InlineData("auto-theta", null)]
    [InlineData("ces", null)]
    [InlineData("auto-ces", null)]
    [InlineData("arima", null)]
    [InlineData("auto-arima", null)]
    [InlineData("mstl", null)]
    public async Task Equals_the_search_that_found_it(string model, string? components)
    {
        double[] target = [.. SearchRequest.Seasonal(60, Season).Select(y => 1000 * y)];
        var searched = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, target, 6, [0.1, 0.9], Options(components, null)));
        var fit = JsonNode.Parse(BaselineRun.Fit(searched).GetRawText())!.AsObject(); // a fit is an object
        var at = new JsonObject
        {
            ["components"] = fit["components"]?.DeepClone(),
            ["parameters"] = fit["parameters"]!.DeepClone(),
            ["initial_states"] = fit["initial_states"]?.DeepClone() ?? new JsonArray(),
        };

        var given = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, target, 6, [0.1, 0.9], Options(components, at)));

        Assert.Null(given.Failure);
        AssertNear(searched.Result!.Forecasts[0].Mean.Span, given.Result!.Forecasts[0].Mean.Span);
        AssertNear(
            searched.Result.Forecasts[0].Quantiles!.Rows[0].Span, given.Result.Forecasts[0].Quantiles!.Rows[0].Span);
        double? expected = (double?)fit["log_likelihood"];
        double? actual = (double?)JsonNode.Parse(BaselineRun.Fit(given).GetRawText())!["log_likelihood"];
        Assert.Equal(expected is null, actual is null);
        Assert.Equal(expected ?? 0, actual ?? 0, 1e-6 * Math.Max(1, Math.Abs(expected ?? 0)));
    }

    [Theory]
    [InlineData("auto-arima", "ARIMA(1,0)")]
    [InlineData("auto-arima", "ARIMA(1,0,0)")]
    [InlineData("auto-arima", "ARIMA(99,0,0)")]
    [InlineData("auto-theta", "XTM")]
    [InlineData("auto-ces", "Q")]
    [InlineData("auto-ces", "1")]
    [InlineData("auto-ces", "7")]
    [InlineData("auto-ces", "N,S")]
    [InlineData("ces", "7")]
    [InlineData("naive", "N")]
    [InlineData("ensemble", "ANN")]
    public async Task A_model_that_is_none_is_refused(string model, string components)
    {
        var at = new JsonObject
        {
            ["components"] = components,
            ["parameters"] = new JsonObject { ["alpha_0"] = 1.3, ["alpha_1"] = 1.0 },
        };

        var outcome = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, SearchRequest.Seasonal(40, Season), 3, [], Options(null, at)));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task A_model_with_more_values_than_the_series_can_tell_is_refused_for_that(int count, bool isRefused)
    {
        var at = new JsonObject
        {
            ["components"] = "AAA",
            ["parameters"] = new JsonObject { ["alpha"] = 0.3, ["beta"] = 0.1, ["gamma"] = 0.2 },
            ["initial_states"] = new JsonArray(50.0, 1.0, 3.0, -1.0, -4.0, 2.0),
        };

        var outcome = await BaselineRun.ForecastAsync(
            "ets", SearchRequest.Of("ets", SearchRequest.Seasonal(count, Season), 3, [0.1], Options(null, at)));

        Assert.Equal(isRefused ? ErrorCode.BadRequest : null, outcome.Failure?.Code);
        Assert.True(
            outcome.Failure?.Message.Contains($"at least 11 observations; it has {count}", StringComparison.Ordinal)
                ?? !isRefused,
            outcome.Failure?.Message);
    }

    [Fact]
    public async Task An_autoregression_that_explodes_is_refused()
    {
        var at = new JsonObject
        {
            ["components"] = "ARIMA(1,0,0)",
            ["parameters"] = new JsonObject { ["ar1"] = 1.1 },
        };

        var outcome = await BaselineRun.ForecastAsync(
            "auto-arima", SearchRequest.Of("auto-arima", SearchRequest.Seasonal(40, Season), 3, [], Options(null, at)));

        Assert.Contains("stationary", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    private static JsonObject Options(string? components, JsonObject? at)
    {
        var options = new JsonObject
        {
            ["season_length"] = Season,
            ["return_fit"] = true,
            ["order"] = new JsonArray(1, 1, 1),
            ["seasonal_order"] = new JsonArray(0, 1, 1),
        };
        if (components is not null)
        {
            options["components"] = components;
        }

        if (at is not null)
        {
            options["at"] = at.DeepClone();
        }

        return options;
    }

    private static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-9 * Math.Abs(expected[k]));
        }
    }
}
