using Tollama.Models.Baseline.Smoothing;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What the methods for intermittent demand say where every weight fits as well as any other.</summary>
public sealed class IntermittentDemandTests
{
    /// <summary>
    /// With two demands or two blocks, or where all but the last are equal, the sum of squares does not depend on the
    /// weight: rounding steers the search. Expected: statsforecast 2.1.1.
    /// </summary>
    [Theory]
    [InlineData("adida", new[] { 29e-6, 19e-6 }, 2.66180339887e-05)]
    [InlineData("croston-optimized", new[] { 3.0, 7.0 }, 3.8)]
    [InlineData("imapa", new[] { 0.0, 0, 3, 0, 7, 0 }, 1.292479096198015)]
    [InlineData("imapa", new[] { 0.0, 17, 0, 21, 0, 0, 0, 25 }, 7.43249157493)]
    [InlineData("croston-optimized", new[] { 5.0, 0, 0, 5, 0, 0, 0, 5, 0, 8 }, 2.51798561151164)]
    [InlineData("imapa", new[] { 0.0, 6, 0, 0, 0, 6, 0, 6, 0, 0, 11 }, 2.675257444381714)]
    public async Task Follows_the_reference_where_no_weight_fits_better(string model, double[] demand, double expected)
    {
        var outcome = await BaselineRun.ForecastAsync(model, SearchRequest.Of(model, demand, 1, []));

        double tolerance = 1e-9 * demand.Max();
        Assert.InRange(outcome.Result!.Forecasts[0].Mean.Span[0], expected - tolerance, expected + tolerance);
    }

    /// <summary>A look at the clock takes a second; each level takes one look.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task At_its_deadline_imapa_is_the_mean_of_the_levels_that_it_has(int levelsInTime)
    {
        double[] demand = SearchRequest.Demand(200);
        double timeout = Math.Max(levelsInTime, 0.1) / 0.8;
        double expected = Enumerable.Range(1, Math.Max(levelsInTime, 1)).Average(width => AtLevel(demand, width));

        var outcome = await BaselineRun.ForecastAsync(
            "imapa",
            SearchRequest.Of("imapa", demand, 1, []) with { TimeoutSeconds = timeout },
            new LookingClock(() => { }));

        Assert.Equal(expected, outcome.Result!.Forecasts[0].Mean.Span[0], 1e-9);
        Assert.Contains("deadline", Assert.Single(outcome.Result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_its_deadline_adida_is_what_it_is_without_one()
    {
        double[] demand = SearchRequest.Demand(20_000); // fewer would be no long work, which has no deadline
        var request = SearchRequest.Of("adida", demand, 1, []);
        var unhurried = await BaselineRun.ForecastAsync("adida", request);

        var outcome = await BaselineRun.ForecastAsync(
            "adida", request with { TimeoutSeconds = 0.1 }, new LookingClock(() => { }));

        double expected = unhurried.Result!.Forecasts[0].Mean.Span[0];
        Assert.Equal(AtLevel(demand, 5), expected, 1e-9);
        Assert.Equal(expected, outcome.Result!.Forecasts[0].Mean.Span[0]);
    }

    /// <summary>The forecast per step from sums over as many steps as the width says, counted from the end.</summary>
    private static double AtLevel(double[] demand, int width)
    {
        var sums = demand.Skip(demand.Length % width).Chunk(width).Select(block => block.Sum());
        return DemandSmoothing.Optimized([.. sums]) / width;
    }
}
