using System.Text.Json.Nodes;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The criterion of complex exponential smoothing and how well it is searched.</summary>
public sealed class ComplexSmoothingTests
{
    private const int Season = 24;

    /// <summary>
    /// The three passes can amplify the last digits, so they must be computed in the reference's order. Expected:
    /// statsforecast 2.1.1.
    /// </summary>
    [Theory]
    [InlineData(1.8, 0.9, -102.91297439918381)]
    [InlineData(1.3, 1.0, -91.71065529973335)]
    [InlineData(0.9, 1.001, -263.47422130317983)]
    public async Task Has_the_likelihood_of_the_reference_at_given_parameters(double a0, double a1, double expected)
    {
        double[] target = [.. Enumerable.Range(0, 30).Select(t => 20 + t * t * 7 % 11 + 0.25 * t)];
        var at = new JsonObject
        {
            ["components"] = "N",
            ["parameters"] = new JsonObject { ["alpha_0"] = a0, ["alpha_1"] = a1 },
        };

        Assert.Equal(expected, await LikelihoodAsync(target, at), 1e-9);
    }

    /// <summary>
    /// The best α₀ is the largest allowed: the search must go on along that bound. Expected: statsforecast 2.1.1 found
    /// -21.27960.
    /// </summary>
    [Fact]
    public async Task Finds_the_best_model_on_a_bound()
    {
        double[] target = [.. Enumerable.Range(0, 19).Select(t => (t * t * 11 + 4) % 11 - 0.6 * t)];

        double found = await LikelihoodAsync(target, null);

        Assert.True(found >= -21.279595852277286, $"log-likelihood {found}");
    }

    private static async Task<double> LikelihoodAsync(double[] target, JsonObject? at)
    {
        var options = new JsonObject { ["season_length"] = Season, ["return_fit"] = true };
        if (at is not null)
        {
            options["at"] = at;
        }

        var outcome = await BaselineRun.ForecastAsync("ces", SearchRequest.Of("ces", target, 3, [], options));
        return BaselineRun.Fit(outcome).GetProperty("log_likelihood").GetDouble();
    }
}
