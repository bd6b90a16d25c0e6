using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Models.Tests.Baseline;

/// <summary>ARIMA models that the caller names and gives.</summary>
public sealed class GivenArimaTests
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    /// <summary>The season of the components counts, also at the origins that intervals are calibrated on.</summary>
    [Theory]
    [InlineData("arima")]
    [InlineData("auto-arima")]
    public async Task The_season_that_is_given_is_that_of_the_intervals(string model)
    {
        double[] target = [.. SearchRequest.Seasonal(80, 12).Select(y => y - 60)];
        var options = new JsonObject
        {
            ["intervals"] = new JsonObject { ["method"] = "calibrated" },
            ["at"] = Given("ARIMA(0,1,1)(0,1,1)[12]", ("ma1", -0.4), ("sma1", -0.5)),
        };

        var daily = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 6, Levels, options));
        options["season_length"] = 12;
        var monthly = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 6, Levels, options));

        for (int i = 0; i < Levels.Length; i++)
        {
            Assert.Equal(
                monthly.Result!.Forecasts[0].Quantiles!.Rows[i].Span.ToArray(),
                daily.Result!.Forecasts[0].Quantiles!.Rows[i].Span.ToArray());
        }
    }

    /// <summary>Two coefficients, a mean and σ² leave n−k−1 = 0 of five observations; of four, less.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task A_constant_counts_among_what_needs_observations(int count, bool isEnough)
    {
        double[] target = [.. new[] { 10.0, 11.0, 9.0, 10.5, 10.2 }.Take(count)];
        var options = new JsonObject
        {
            ["at"] = Given("ARIMA(1,0,1)", ("ar1", 0.5), ("ma1", 0.2), ("intercept", 10.0)),
        };

        var outcome = await BaselineRun.ForecastAsync("arima", SearchRequest.Of("arima", target, 2, Levels, options));

        Assert.Equal(isEnough, outcome.Failure is null);
        Assert.True(isEnough || outcome.Failure!.Message.Contains("at least 5 observations", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arima")]
    [InlineData("auto-arima")]
    public async Task Covariates_count_among_what_needs_observations(string model)
    {
        double[] target = [1.0, 3.0, 2.0, 5.0, 4.0];
        var request = SearchRequest.Of(model, target, 1, []);
        for (int i = 0; i < 4; i++)
        {
            request = SearchRequest.WithCovariate(request, $"x{i}", [.. target.Select((_, t) => (t * i) % 5.0), 2.0]);
        }

        var outcome = await BaselineRun.ForecastAsync(model, request);

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains("4 covariates", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    private static JsonObject Given(string components, params (string Name, double Value)[] parameters) => new()
    {
        ["components"] = components,
        ["parameters"] = new JsonObject(
            parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)JsonValue.Create(p.Value)))),
    };
}
