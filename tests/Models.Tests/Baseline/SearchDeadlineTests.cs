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
