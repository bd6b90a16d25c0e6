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

    /// <summary>
    /// The passes amplify rounding so much that the criterion has a valley at every step: only the reference's own path
    /// is sure to reach what it reached. Expected: statsforecast 2.1.1.
    /// </summary>
    [Fact]
    public async Task Finds_what_the_reference_finds_where_the_criterion_is_rugged()
    {
        double[] target =
        [
            5.87495068e-05, 5.41518506e-05, 5.10817127e-05, 6.07126996e-05, 5.94275115e-05, 5.52060358e-05,
            5.13830337e-05, 6.08374425e-05, 5.92924208e-05, 5.57321396e-05, 5.12957265e-05, 6.11296581e-05,
            6.09134263e-05, 5.6207278e-05, 5.35930992e-05, 6.33833135e-05, 6.1277894e-05, 5.77497165e-05,
            5.30578275e-05, 6.32132365e-05, 6.02601963e-05, 5.82211563e-05, 5.39564701e-05, 6.34560264e-05,
            6.38128976e-05, 5.96101246e-05, 5.50572818e-05, 6.6216973e-05,
        ];

        double found = await LikelihoodAsync(target, null);

        Assert.True(found >= 304.5456822193547 - 1e-6, $"log-likelihood {found}");
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
