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
}
