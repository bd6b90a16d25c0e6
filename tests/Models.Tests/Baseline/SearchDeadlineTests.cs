using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Searches look at the clock and at the caller while they run.</summary>
public sealed class SearchDeadlineTests
{
    public static TheoryData<string> Searching =>
        ["holt-winters", "ets", "auto-ets", "auto-theta", "auto-ces", "arima", "auto-arima", "mstl", "m4-damped",
         "ensemble", "adida", "imapa"];

    [Theory]
    [MemberData(nameof(Searching))]
    public async Task A_deadline_gives_the_best_model_so_far_and_a_warning(string model)
    {
        var clock = new LookingClock(() => { }); // every look takes a second, and 0.8 are allowed

        var outcome = await BaselineRun.ForecastAsync(model, Request(model) with { TimeoutSeconds = 1 }, clock);

        Assert.Null(outcome.Failure);
        Assert.All(outcome.Result!.Forecasts[0].Mean.Span.ToArray(), value => Assert.True(double.IsFinite(value)));
        Assert.Contains(outcome.Result.Warnings, warning => warning.Contains("deadline", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("theta", "ANN")]
    [InlineData("auto-theta", "ANN")]
    [InlineData("auto-ces", "ANN")]
    [InlineData("ets", "AAA")]
    [InlineData("ets", "MAM")]
    [InlineData("ets", "MMN")]
    [InlineData("ets", "MMM")]
    [InlineData("auto-ets", "ANN")]
    [InlineData("arima", "ANN")]
    [InlineData("auto-arima", "ANN")]
    [InlineData("mstl", "ANN")]
    [InlineData("ensemble", "ANN")]
    [InlineData("auto", "ANN")]
    public async Task A_deadline_leaves_the_quantiles_around_the_series(string model, string components)
    {
        var request = Request(model, components) with { Quantiles = [0.1, 0.5, 0.9], TimeoutSeconds = 1 };

        var outcome = await BaselineRun.ForecastAsync(model, request, new LookingClock(() => { }));

        double[][] rows = [.. outcome.Result!.Forecasts[0].Quantiles!.Rows.Select(row => row.Span.ToArray())];
        Assert.All(rows.SelectMany(row => row), value => Assert.InRange(value, 20.0, 200.0)); // it goes from 40 to 96
        Assert.All(rows[0].Zip(rows[2]), step => Assert.True(step.First < step.Second, $"{step} has no width"));
    }

    /// <summary>One fit looks at the clock some hundred times, and there are 40 looks for each series.</summary>
    [Fact]
    public async Task A_deadline_is_shared_by_the_series_of_a_request()
    {
        int count = 8 * Environment.ProcessorCount;
        var options = new JsonObject { ["order"] = new JsonArray(2, 0, 2), ["return_fit"] = true };
        var request = SearchRequest.Of("arima", SearchRequest.Seasonal(60, 12), 3, [], options);
        var series = request.Series[0];
        request = request with
        {
            Series = [.. Enumerable.Range(0, count).Select(i => series with { Id = $"s{i}" })],
            TimeoutSeconds = 40 * count / 0.8,
        };

        var outcome = await BaselineRun.ForecastAsync("arima", request, new LookingClock(() => { }));

        Assert.Null(outcome.Failure);
        Assert.True(outcome.Result!.Warnings.Count > count / 2, $"{outcome.Result.Warnings.Count} of {count} were cut");
        int searched = outcome.Result.Usage["fits"]!.AsArray().Count(fit => (double)fit!["parameters"]!["ar1"]! != 0.0);
        Assert.True(searched > count / 2, $"{searched} of {count} were searched");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(2000)]
    [InlineData(20_000)]
    public async Task An_approximate_search_that_is_cut_is_no_worse_than_the_simplest_model(int looks)
    {
        double simplest = await AiccAsync(1);

        double cut = await AiccAsync(looks);

        Assert.InRange(cut, double.MinValue, simplest);

        async Task<double> AiccAsync(double seconds)
        {
            var options = new JsonObject
            {
                ["approximation"] = true,
                ["return_fit"] = true,
                ["season_length"] = 12,
            };
            var request = SearchRequest.Of("auto-arima", SearchRequest.Seasonal(160, 12), 6, [], options);
            var outcome = await BaselineRun.ForecastAsync(
                "auto-arima", request with { TimeoutSeconds = seconds }, new LookingClock(() => { }));
            return BaselineRun.Fit(outcome).GetProperty("aicc").GetDouble();
        }
    }

    [Fact]
    public async Task A_choice_that_runs_out_of_time_names_what_it_has_not_tried()
    {
        var outcome = await BaselineRun.ForecastAsync("auto", Request("auto"), new LookingClock(() => { }));

        string? reason = (string?)outcome.Result!.Usage["selections"]![0]!["reason"];
        Assert.Contains("out of time", reason, StringComparison.Ordinal);
        Assert.Contains("auto-arima", reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Searching))]
    public async Task A_caller_who_leaves_ends_the_fit(string model)
    {
        using var left = new CancellationTokenSource();
        var clock = LeavingAtTheSecondLook(left);

        var outcome = await BaselineRun.ForecastAsync(
            model, Request(model) with { TimeoutSeconds = 1e6 }, clock, left.Token);

        Assert.True(outcome.IsCancelled);
    }

    [Theory]
    [InlineData("calibrated")]
    [InlineData("conformal-error")]
    public async Task A_caller_who_leaves_ends_the_forecasts_from_earlier_origins(string intervals)
    {
        using var left = new CancellationTokenSource();
        var clock = LeavingAtTheSecondLook(left);
        var request = SearchRequest.Of(
            "seasonal-naive",
            SearchRequest.Seasonal(1000, 12),
            6,
            [0.1, 0.9],
            new JsonObject { ["intervals"] = new JsonObject { ["method"] = intervals } });

        var outcome = await BaselineRun.ForecastAsync(
            "seasonal-naive", request with { TimeoutSeconds = 1e6 }, clock, left.Token);

        Assert.True(outcome.IsCancelled);
    }

    private static LookingClock LeavingAtTheSecondLook(CancellationTokenSource left)
    {
        int looks = 0;
        return new LookingClock(() =>
        {
            if (++looks == 2)
            {
                left.Cancel();
            }
        });
    }

    private static ForecastRequest Request(string model, string components = "MAM") => SearchRequest.Of(
        model,
        model is "adida" or "imapa" ? SearchRequest.Demand(20_000) : SearchRequest.Seasonal(160, 12),
        6,
        [],
        new JsonObject
        {
            ["season_length"] = 12,
            ["components"] = components,
            ["order"] = new JsonArray(2, 1, 2),
            ["seasonal_order"] = new JsonArray(1, 0, 1),
        });
}
