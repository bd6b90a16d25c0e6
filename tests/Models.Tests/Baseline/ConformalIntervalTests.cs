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
