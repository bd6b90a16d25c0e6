using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What an ensemble combines, and what is none.</summary>
public sealed class EnsembleTests
{
    [Theory]
    [InlineData("naive")]
    [InlineData("theta", "theta")]
    public async Task One_method_is_no_ensemble(params string[] members)
    {
        var outcome = await ForecastAsync([1.0, 2.0, 4.0, 3.0, 5.0, 4.0, 6.0, 5.0], members);

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.Contains("'members'", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains($"'{members[0]}'", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_are_combined_at_each_step_and_one_that_is_named_twice_counts_once()
    {
        double[] target = [1.0, 2.0, 4.0, 3.0, 5.0];

        var outcome = await ForecastAsync(target, ["naive", "historic-average", "naive"], combine: "mean");

        Assert.All(outcome.Result!.Forecasts[0].Mean.Span.ToArray(), value => Assert.Equal((5.0 + 3.0) / 2.0, value));
    }

    [Fact]
    public async Task A_member_that_cannot_forecast_is_left_out_with_a_warning()
    {
        var outcome = await ForecastAsync([1.0, 2.0, 4.0], ["naive", "historic-average", "auto-ets"]);

        Assert.Null(outcome.Failure);
        Assert.Contains("auto-ets", Assert.Single(outcome.Result!.Warnings), StringComparison.Ordinal);
    }

    private static Task<ForecastOutcome> ForecastAsync(
        double[] target, string[] members, string combine = "median")
    {
        var options = new JsonObject
        {
            ["members"] = new JsonArray([.. members.Select(name => JsonValue.Create(name))]),
            ["combine"] = combine,
        };
        return BaselineRun.ForecastAsync("ensemble", SearchRequest.Of("ensemble", target, 3, [0.1, 0.9], options));
    }
}
