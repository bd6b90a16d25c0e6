using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What <c>auto</c> compares, what it falls back on, and what it says of it.</summary>
public sealed class AutoMethodTests
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    [Theory]
    [InlineData(61, 20)]
    [InlineData(61, 30)]
    [InlineData(25, 8)]
    [InlineData(13, 4)]
    [InlineData(10, 3)]
    public async Task A_first_window_too_short_for_a_candidate_leaves_fewer_windows_not_fewer_candidates(
        int count, int horizon)
    {
        var outcome = await ForecastAsync(Monthly(count), horizon, new JsonObject { ["season_length"] = 12 });

        var selection = Selection(outcome);
        var errors = selection["mean_absolute_errors"]!.AsObject();
        Assert.Contains("theta", errors);
        Assert.Contains("auto-ets", errors);
        Assert.Contains("auto-arima", errors);
        string best = errors.MinBy(error => (double)error.Value!).Key;
        Assert.Equal(best, (string?)selection["model"]);
        Assert.Contains(Invariant($"smallest mean absolute error of {errors.Count} methods"), Reason(selection));
        Assert.DoesNotContain(
            outcome.Result!.Warnings, warning => warning.Contains("method 'auto'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_candidate_that_the_newest_window_is_too_short_for_is_named_with_its_need()
    {
        var outcome = await ForecastAsync(Monthly(20), 9, new JsonObject { ["season_length"] = 12 });

        Assert.Contains(
            "not compared: seasonal-naive (needs 12 observations): the newest held-out window of 9 steps leaves 11",
            Reason(Selection(outcome)));
    }

    [Fact]
    public async Task A_horizon_as_long_as_the_history_is_forecast_without_a_comparison_and_with_a_warning()
    {
        var outcome = await ForecastAsync(Monthly(30), 30, new JsonObject { ["season_length"] = 12 });

        Assert.Equal("seasonal-naive", (string?)Selection(outcome)["model"]);
        string warning = Assert.Single(outcome.Result!.Warnings);
        Assert.Contains("Series 'a', method 'auto': the forecast is that of 'seasonal-naive'", warning);
        Assert.Contains("held-out window of 30 steps leaves 0", warning);
        Assert.Contains("shorter horizon", warning);
    }

    [Fact]
    public async Task A_series_too_short_for_every_candidate_is_repeated_by_naive_with_a_warning()
    {
        var outcome = await ForecastAsync([7.0], 3, new JsonObject { ["season_length"] = 12 });

        Assert.Equal([7.0, 7.0, 7.0], outcome.Result!.Forecasts[0].Mean.Span.ToArray());
        Assert.Equal("naive", (string?)Selection(outcome)["model"]);
        string warning = Assert.Single(outcome.Result.Warnings);
        Assert.Contains("'naive', the first candidate that can forecast the series", warning);
    }

    [Fact]
    public async Task Named_candidates_that_cannot_forecast_are_refused_with_their_reasons()
    {
        double[] target = [.. Enumerable.Range(0, 60).Select(t => -5.0 + t % 7)];

        var outcome = await ForecastAsync(target, 6, Candidates("tsb", "croston"));

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains("tsb: ", outcome.Failure!.Message);
        Assert.Contains("croston: ", outcome.Failure.Message);
        Assert.Contains("negative", outcome.Failure.Message);
    }

    [Fact]
    public async Task A_named_candidate_that_cannot_forecast_leaves_the_choice_to_the_others()
    {
        double[] target = [.. Enumerable.Range(0, 60).Select(t => -5.0 + t % 7)];

        var outcome = await ForecastAsync(target, 6, Candidates("tsb", "drift"));

        Assert.Equal("drift", (string?)Selection(outcome)["model"]);
        Assert.Contains("not compared: tsb: ", Reason(Selection(outcome)));
    }

    [Fact]
    public async Task Candidates_are_compared_on_the_same_windows()
    {
        // Holding back 4 and 8 of 13: seasonal-naive can forecast the newer window only, so that decides for both.
        double[] target = [5, 1, 5, 1, 5, 1, 5, 100, 5, 1, 5, 1, 5];

        var options = Candidates("seasonal-naive", "naive");
        options["season_length"] = 8;

        var outcome = await ForecastAsync(target, 4, options);

        var selection = Selection(outcome);
        Assert.Contains("a held-out window of 4 steps", Reason(selection));
        Assert.Equal(2.0, (double)selection["mean_absolute_errors"]!["naive"]!);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(60.0)]
    [InlineData(400.0)]
    [InlineData(1000.0)]
    [InlineData(4000.0)]
    [InlineData(30000.0)]
    public async Task At_any_deadline_the_forecast_is_of_a_model_whose_fit_is_whole(double timeout)
    {
        double[] target = SearchRequest.Seasonal(160, 12);
        var options = Candidates("drift", "auto-ets");
        options["season_length"] = 12;
        options["time_budget_seconds"] = 1e6;
        var request = SearchRequest.Of("auto", target, 24, [], options);

        var outcome = await BaselineRun.ForecastAsync(
            "auto", request with { TimeoutSeconds = timeout }, new LookingClock(() => { }));

        string chosen = (string)Selection(outcome)["model"]!;
        var whole = await BaselineRun.ForecastAsync(
            chosen, request with { Model = chosen }, new StandingClock());
        Assert.Equal(
            whole.Result!.Forecasts[0].Mean.Span.ToArray(), outcome.Result!.Forecasts[0].Mean.Span.ToArray());
    }

    [Fact]
    public async Task Where_every_fit_is_cut_the_answer_says_so()
    {
        var request = SearchRequest.Of(
            "auto", SearchRequest.Seasonal(160, 12), 6, [], Candidates("holt-winters", "auto-ets"));

        var outcome = await BaselineRun.ForecastAsync(
            "auto", request with { TimeoutSeconds = 1 }, new LookingClock(() => { }));

        Assert.Contains(
            outcome.Result!.Warnings, warning => warning.Contains("ended at the deadline", StringComparison.Ordinal));
        Assert.Contains("its fit ended at the deadline", Reason(Selection(outcome)));
    }

    [Theory]
    [InlineData(null, "time_budget_seconds of 10;")]
    [InlineData(12.0, "half of the time before the deadline;")]
    public async Task A_comparison_that_time_ended_warns_and_tells_late_from_impossible(double? timeout, string limit)
    {
        var request = SearchRequest.Of(
            "auto", SearchRequest.Seasonal(40, 12), 30, [], new JsonObject { ["season_length"] = 12 });

        var outcome = await BaselineRun.ForecastAsync(
            "auto", request with { TimeoutSeconds = timeout }, new LookingClock(() => { }));

        string warning = outcome.Result!.Warnings[0];
        Assert.Contains("Series 'a', method 'auto': choosing ended after", warning);
        Assert.Contains(limit, warning);
        Assert.Contains("auto-arima", warning);
        string reason = Reason(Selection(outcome));
        Assert.Contains("not compared: seasonal-naive (", reason);
        Assert.Contains("auto-arima", reason[reason.IndexOf("out of time: ", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("calibrated")]
    [InlineData("conformal-distribution")]
    [InlineData("conformal-error")]
    public async Task Intervals_from_the_past_are_those_of_the_chosen_method(string method)
    {
        double[] target = SearchRequest.Seasonal(90, 7);
        var options = Candidates("naive", "drift", "historic-average");
        options["intervals"] = new JsonObject { ["method"] = method };

        var outcome = await ForecastAsync(target, 7, options, Levels);

        string chosen = (string)Selection(outcome)["model"]!;
        var own = await BaselineRun.ForecastAsync(
            chosen,
            SearchRequest.Of(
                chosen, target, 7, Levels, new JsonObject { ["intervals"] = new JsonObject { ["method"] = method } }),
            new StandingClock());
        Assert.Equal(Rows(own), Rows(outcome));
    }

    [Fact]
    public async Task Two_horizons_and_one_observation_are_enough_for_conformal_intervals()
    {
        var options = new JsonObject { ["intervals"] = new JsonObject { ["method"] = "conformal-error" } };

        var outcome = await ForecastAsync(SearchRequest.Seasonal(13, 7), 6, options, Levels);

        double[][] rows = Rows(outcome);
        Assert.All(rows[0].Zip(rows[2]), step => Assert.True(step.First < step.Second, $"{step} has no width"));
    }

    [Theory]
    [InlineData("theta", "naive")]
    [InlineData("croston-sba", "seasonal-naive")]
    public async Task Strict_covariates_that_no_candidate_can_use_are_refused(params string[] candidates)
    {
        var request = WithPromotion(Candidates(candidates), isStrict: true);

        var outcome = await BaselineRun.ForecastAsync("auto", request, new StandingClock());

        Assert.Equal(ErrorCode.InvalidRequest, outcome.Failure?.Code);
        Assert.Contains("known-future numeric covariates: 'promotion' of series 'a'", outcome.Failure!.Message);
    }

    [Fact]
    public async Task Strict_covariates_leave_the_choice_to_the_candidates_that_use_them()
    {
        var request = WithPromotion(new JsonObject { ["season_length"] = 1 }, isStrict: true);

        var outcome = await BaselineRun.ForecastAsync("auto", request, new StandingClock());

        Assert.Equal("auto-arima", (string?)Selection(outcome)["model"]);
        Assert.Equal(["auto-arima"], Selection(outcome)["mean_absolute_errors"]!.AsObject().Select(e => e.Key));
        Assert.Empty(outcome.Result!.Warnings);
    }

    [Fact]
    public async Task Covariates_that_the_chosen_method_cannot_use_are_named_in_a_warning()
    {
        var request = WithPromotion(Candidates("theta", "naive"), isStrict: false);

        var outcome = await BaselineRun.ForecastAsync("auto", request, new StandingClock());

        string warning = Assert.Single(outcome.Result!.Warnings);
        Assert.Contains("model 'auto' (family baseline)", warning);
        Assert.Contains("known-future numeric covariates: 'promotion' of series 'a'", warning);
        Assert.Contains($"'{(string?)Selection(outcome)["model"]}', cannot", warning);
    }

    private static ForecastRequest WithPromotion(JsonObject options, bool isStrict)
    {
        double[] target = SearchRequest.Seasonal(60, 7);
        var request = SearchRequest.Of("auto", target, 4, [], options);
        double[] promotion = [.. Enumerable.Range(0, 64).Select(t => t * t % 5.0)];
        return SearchRequest.WithCovariate(request, "promotion", promotion) with
        {
            Parameters = ForecastParameters.Default with { IsStrict = isStrict },
        };
    }

    private static Task<ForecastOutcome> ForecastAsync(
        double[] target, int horizon, JsonObject options, double[]? quantiles = null) =>
        BaselineRun.ForecastAsync(
            "auto", SearchRequest.Of("auto", target, horizon, quantiles ?? [], options), new StandingClock());

    private static JsonObject Candidates(params string[] names) =>
        new() { ["candidates"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    private static double[] Monthly(int count) =>
        [.. Enumerable.Range(0, count).Select(i => 100 + 10 * Math.Sin(i * Math.PI / 6) + 0.3 * i)];

    private static JsonNode Selection(ForecastOutcome outcome)
    {
        Assert.Null(outcome.Failure);
        return outcome.Result!.Usage["selections"]![0]!;
    }

    private static string Reason(JsonNode selection) => (string)selection["reason"]!;

    private static double[][] Rows(ForecastOutcome outcome) =>
        [.. outcome.Result!.Forecasts[0].Quantiles!.Rows.Select(row => row.Span.ToArray())];

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
