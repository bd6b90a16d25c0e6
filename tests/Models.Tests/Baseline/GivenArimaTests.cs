using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Arima;
using Tollama.Models.Baseline.Methods;

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

    [Theory]
    [InlineData("ARIMA(0,0,0)(2,0,0)[9999]", 40, "a season of 2 to 366")]
    [InlineData("ARIMA(0,0,0)(0,0,2)[367]", 800, "a season of 2 to 366")]
    [InlineData("ARIMA(0,0,0)(2,0,0)[12]", 24, "reaches back 24 observations, and 23 are possible")]
    [InlineData("ARIMA(0,0,1)(0,0,2)[12]", 25, "reaches back 25 observations, and 24 are possible")]
    [InlineData("ARIMA(0,0,0)(20,0,0)[101]", 2100, "reaches back 2020 observations, and 2000 are possible")]
    [InlineData("ARIMA(0,0,0)(1,0,0)[1]", 40, "a season of 2 to 366")]
    public async Task A_model_that_reaches_back_too_far_is_refused(string components, int count, string reason)
    {
        var options = new JsonObject { ["at"] = Given(components) };

        var outcome = await BaselineRun.ForecastAsync(
            "auto-arima", SearchRequest.Of("auto-arima", SearchRequest.Seasonal(count, 12), 2, [], options));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains(reason, outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_season_of_an_order_has_the_same_limits(bool isGiven)
    {
        var options = new JsonObject
        {
            ["seasonal_order"] = new JsonArray(1, 0, 0),
            ["season_length"] = 367,
        };
        if (isGiven)
        {
            options["at"] = new JsonObject { ["parameters"] = new JsonObject { ["sar1"] = 0.5 } };
        }

        var outcome = await BaselineRun.ForecastAsync(
            "arima", SearchRequest.Of("arima", SearchRequest.Seasonal(800, 12), 2, [], options));

        Assert.Contains("a season of 2 to 366", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drift_that_two_differences_would_take_out_is_refused()
    {
        var options = new JsonObject
        {
            ["order"] = new JsonArray(0, 2, 0),
            ["at"] = new JsonObject { ["parameters"] = new JsonObject { ["drift"] = 3.0 } },
        };

        var outcome = await BaselineRun.ForecastAsync(
            "arima", SearchRequest.Of("arima", SearchRequest.Seasonal(40, 12), 2, [], options));

        Assert.Contains("at most one difference", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    /// <summary>What is unknown of a process that nearly never forgets takes as many steps as observations.</summary>
    [Fact]
    public void A_caller_who_left_ends_the_filter()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();
        var budget = new FitBudget(TimeProvider.System, long.MaxValue, left.Token);
        var slow = new ArmaPolynomials([], [-0.999999]);

        Assert.Throws<OperationCanceledException>(() => new StateUncertainty(slow, 100, budget));
    }

    [Theory]
    [InlineData("drift", "arima", true, false)]
    [InlineData("intercept", "auto-arima", true, false)]
    [InlineData("ar1", "arima", false, true)]
    [InlineData("sma12", "auto", true, false)]
    public async Task A_covariate_that_is_called_like_a_parameter_is_refused(
        string name, string model, bool returnsFit, bool isGiven)
    {
        var options = new JsonObject { ["return_fit"] = returnsFit };
        if (isGiven)
        {
            options["at"] = Given("ARIMA(1,0,0)", ("ar1", 0.5));
        }

        var outcome = await BaselineRun.ForecastAsync(model, Driven(model, name, options));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains($"covariate '{name}'", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("Rename", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arima", "drift")]
    [InlineData("auto", "ar1")]
    public async Task Names_are_free_where_no_fit_is_reported(string model, string name) =>
        Assert.Null((await BaselineRun.ForecastAsync(model, Driven(model, name, []))).Failure);

    [Theory]
    [InlineData("ar")]
    [InlineData("sar1x")]
    [InlineData("Drift")]
    public async Task A_covariate_comes_back_as_it_was_reported(string name)
    {
        var options = new JsonObject { ["return_fit"] = true, ["order"] = new JsonArray(1, 1, 0) };
        var searched = await BaselineRun.ForecastAsync("arima", Driven("arima", name, options));
        var fit = JsonNode.Parse(BaselineRun.Fit(searched).GetRawText())!.AsObject();
        options["at"] = new JsonObject
        {
            ["components"] = fit["components"]!.DeepClone(),
            ["parameters"] = fit["parameters"]!.DeepClone(),
        };

        var given = await BaselineRun.ForecastAsync("arima", Driven("arima", name, options));

        Assert.Equal(5.0, (double)fit["parameters"]![name]!, 0.01);
        Assert.Equal(
            searched.Result!.Forecasts[0].Mean.Span.ToArray(), given.Result!.Forecasts[0].Mean.Span.ToArray());
    }

    [Theory]
    [InlineData("intercept")]
    [InlineData("x")]
    public async Task A_coefficient_out_of_all_proportion_is_refused(string name)
    {
        var options = new JsonObject
        {
            ["at"] = Given("ARIMA(0,0,0)", ("intercept", 1.0), ("x", 1.0)),
        };
        options["at"]!["parameters"]![name] = 1e300;

        var outcome = await BaselineRun.ForecastAsync("arima", Driven("arima", "x", options));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains($"'{name}' as 1E+300", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>Five times a covariate, and a little noise.</summary>
    private static ForecastRequest Driven(string model, string name, JsonObject options)
    {
        var noise = new Random(8);
        double[] driver = [.. Enumerable.Range(0, 43).Select(_ => 10 * noise.NextDouble())];
        double[] target = [.. driver.Take(40).Select(x => (5 * x) + (0.01 * noise.NextDouble()))];
        return SearchRequest.WithCovariate(SearchRequest.Of(model, target, 3, Levels, options), name, driver);
    }

    private static JsonObject Given(string components, params (string Name, double Value)[] parameters) => new()
    {
        ["components"] = components,
        ["parameters"] = new JsonObject(
            parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)JsonValue.Create(p.Value)))),
    };
}
