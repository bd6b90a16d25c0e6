using System.Text.Json.Nodes;
using Tollama.Models.Baseline.Ets;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Tests.Baseline;

/// <summary>A trend is a candidate of <c>auto-ets</c> while the level rose by what its growth adds up to.</summary>
public sealed class EtsGrowthTests
{
    private const int Season = 12;
    private const int Horizon = 24;
    private const double Level = 100.0;

    [Theory]
    [InlineData("MAM", 0.0, true)]
    [InlineData("MAM", 1.0, true)]
    [InlineData("MAM", 3.0, false)]
    [InlineData("MAM", -3.0, false)]
    [InlineData("MAA", 3.0, false)]
    [InlineData("MMM", 0.03, false)]
    [InlineData("MAdM", 3.0, true)]
    [InlineData("AAA", 3.0, true)]
    [InlineData("MAN", 3.0, true)]
    public void Holds_an_undamped_trend_beside_a_season_to_the_level(
        string components, double growth, bool isBorneOut)
    {
        // No trend at all, ±8 %: the level follows the series, whatever growth it is given.
        double[] y = [.. Enumerable.Range(0, 100).Select(t => Level * (t / 2 % 2 == 0 ? 1.08 : 0.92))];
        Assert.True(EtsForm.TryParse(components, out var form));
        double start = form.Trend == EtsComponent.Multiplicative ? 1.0 + growth : growth;
        double neutral = form.Season == EtsComponent.Multiplicative ? 1.0 : 0.0;
        double[] states = form.HasSeason ? [Level, start, neutral, neutral] : [Level, start];
        var weights = new EtsWeights(0.5, 1e-4, form.HasSeason ? 1e-4 : 0.0, form.IsDamped ? 0.9 : 1.0);

        var fit = new EtsFit(form, 2, weights, states, y);

        Assert.Equal(isBorneOut, fit.HasGrowthOfData);
    }

    [Fact]
    public async Task Selection_passes_over_a_growth_that_is_only_in_the_likelihood()
    {
        double[] y = Bursts();
        Assert.True(EtsForm.TryParse("MAM", out var form));
        double scale = y.Average();
        var drifting = EtsSearch.Fit(form, Season, y.Select(v => v / scale).ToArray(), FitBudget.Unlimited);
        Assert.True(drifting.Growth * Horizon > drifting.Level); // it would double within the horizon
        Assert.False(drifting.HasGrowthOfData);

        var outcome = await BaselineRun.ForecastAsync("auto-ets", Request(y));

        Assert.Null(outcome.Failure);
        var fit = BaselineRun.Fit(outcome);
        Assert.NotEqual("MAM", fit.GetProperty("components").GetString());
        double shift = 2.0 * y.Length * Math.Log(scale);
        Assert.True(fit.GetProperty("aicc").GetDouble() > drifting.Aicc + shift); // the criterion alone would take it
    }

    [Fact]
    public async Task Selection_keeps_a_growth_that_the_data_have()
    {
        double[] flat = Bursts();
        double[] y = [.. flat.Select((v, t) => (200.0 + 3.0 * t) * (1.0 + 0.001 * (v - Level)))];

        var outcome = await BaselineRun.ForecastAsync("auto-ets", Request(y));

        Assert.Null(outcome.Failure);
        Assert.True(outcome.Result!.Forecasts[0].Mean.Span[Season - 1] > y[^Season..].Average());
    }

    /// <summary>A season of factors under bursts: the spread grows with the level, and the level goes nowhere.</summary>
    private static double[] Bursts()
    {
        var noise = new Random(3);
        double[] y = new double[300];
        double log = 0.0;
        for (int t = 0; t < y.Length; t++)
        {
            log = 0.8 * log + 0.8 * (noise.NextDouble() + noise.NextDouble() + noise.NextDouble() - 1.5);
            y[t] = Level * Math.Exp(log + 0.5 * Math.Sin(2.0 * Math.PI * t / Season));
        }

        return y;
    }

    private static Core.Forecasting.ForecastRequest Request(double[] y) => SearchRequest.Of(
        "auto-ets", y, Horizon, [], new JsonObject { ["season_length"] = Season, ["return_fit"] = true });
}
