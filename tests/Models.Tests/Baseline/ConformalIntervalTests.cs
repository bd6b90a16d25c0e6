using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What conformal intervals ask for where a held-out window leaves too little to train on.</summary>
public sealed class ConformalIntervalTests
{
    /// <summary>Seven observations, which the method needs, remain before two windows of two, not before three.</summary>
    private const int TwoWindowsFit = 12;

    [Fact]
    public async Task Advises_fewer_windows_where_two_would_fit_and_they_do()
    {
        var many = await ForecastAsync(TwoWindowsFit, windows: 10);
        var two = await ForecastAsync(TwoWindowsFit, windows: 2);

        Assert.Equal(ErrorCode.BadRequest, many.Failure?.Code);
        Assert.Contains("window 3 from the end holds 6", many.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("fewer windows", many.Failure.Message, StringComparison.Ordinal);
        Assert.Null(two.Failure);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Advises_a_shorter_horizon_where_even_two_windows_are_too_many(int windows)
    {
        var outcome = await ForecastAsync(TwoWindowsFit - 2, windows);

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains("a shorter horizon", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fewer windows", outcome.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// With a window for each six observations, the first of 61 would hold one, fewer than some methods need, and the
    /// first windows of a seasonal mean over 33 fewer than three cycles.
    /// </summary>
    [Theory]
    [InlineData("m4-naive2", 61, 9)]
    [InlineData("m4-comb", 61, 8)]
    [InlineData("holt", 61, 9)]
    [InlineData("window-average", 61, 9)]
    [InlineData("seasonal-window-average", 33, 3)]
    [InlineData("mstl", 25, 2)]
    public async Task Has_by_default_as_many_windows_as_the_method_has_history_enough_for(
        string model, int count, int windows)
    {
        double[][]? byDefault = await RowsAsync(model, count, null);

        Assert.NotNull(byDefault);
        Assert.Equal(await RowsAsync(model, count, windows), byDefault);
        Assert.Null(await RowsAsync(model, count, windows + 1));
    }

    [Fact]
    public async Task A_model_that_is_given_has_the_windows_that_it_needs_history_for()
    {
        var at = new JsonObject
        {
            ["components"] = "AAdA",
            ["parameters"] = new JsonObject { ["alpha"] = 0.3, ["beta"] = 0.1, ["gamma"] = 0.2, ["phi"] = 0.9 },
            ["initial_states"] = new JsonArray(50.0, 0.2, 3.0, -1.0, -4.0, 2.0),
        };

        double[][]? byDefault = await RowsAsync("auto-ets", 30, null, at);

        Assert.NotNull(byDefault);
        Assert.Equal(await RowsAsync("auto-ets", 30, 3, at), byDefault);
        Assert.Null(await RowsAsync("auto-ets", 30, 4, at));
    }

    [Theory]
    [InlineData("croston", "native", true)]
    [InlineData("window-average", "native", true)]
    [InlineData("auto", "native", true)]
    [InlineData("croston", "conformal-distribution", false)]
    [InlineData("croston", null, false)]
    [InlineData("naive", "native", false)]
    public async Task Says_so_where_native_intervals_were_asked_for_and_there_are_none(
        string model, string? method, bool isSaid)
    {
        var options = new JsonObject
        {
            ["season_length"] = 4,
            ["candidates"] = new JsonArray("croston"),
            ["intervals"] = new JsonObject { ["method"] = method },
        };
        double[] target = SearchRequest.Demand(60);

        var outcome = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 4, [0.1, 0.9], options));
        var withoutQuantiles = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 4, [], options));
        options.Remove("intervals");
        var plain = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 4, [0.1, 0.9], options));

        bool SaysSo(ForecastOutcome of) => of.Result!.Warnings.Any(
            warning => warning.Contains("names the method 'native'", StringComparison.Ordinal));
        Assert.Equal(isSaid, SaysSo(outcome));
        Assert.False(SaysSo(withoutQuantiles));
        Assert.Equal(Rows(plain), Rows(outcome));
    }

    /// <summary>The quantile rows of a seasonal series; null where the request is refused.</summary>
    private static async Task<double[][]?> RowsAsync(string model, int count, int? windows, JsonObject? at = null)
    {
        var intervals = new JsonObject { ["method"] = "conformal-distribution", ["windows"] = windows };
        var options = new JsonObject { ["season_length"] = 4, ["intervals"] = intervals };
        if (at is not null)
        {
            options["at"] = at.DeepClone();
        }

        var outcome = await BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, SearchRequest.Seasonal(count, 4), 6, [0.1, 0.9], options));
        Assert.True(outcome.Failure is null or { Code: ErrorCode.BadRequest }, outcome.Failure?.Message);
        return outcome.Failure is null ? Rows(outcome) : null;
    }

    private static double[][] Rows(ForecastOutcome outcome) =>
        [.. outcome.Result!.Forecasts[0].Quantiles!.Rows.Select(row => row.Span.ToArray())];

    private static async Task<ForecastOutcome> ForecastAsync(int count, int windows) => await BaselineRun.ForecastAsync(
        "holt",
        SearchRequest.Of(
            "holt",
            SearchRequest.Seasonal(count, 4),
            2,
            [0.1, 0.9],
            new JsonObject
            {
                ["intervals"] = new JsonObject { ["method"] = "conformal-error", ["windows"] = windows },
            }));
}
