using MathNet.Numerics;
using Tollama.Models.Baseline.Ets;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The edge of the region in which a seasonal model with trend is forecastible.</summary>
public sealed class EtsAdmissibilityTests
{
    private const int Cases = 300;
    private static readonly int[] Seasons = [2, 3, 4, 6, 7, 12, 24];
    private static readonly EtsForm Form = EtsForm.Aadn with { Season = EtsComponent.Additive };

    [Fact]
    public void Is_where_the_first_root_reaches_the_unit_circle() =>
        Assert.All(Draws(), draw => Assert.True(IsEdge(draw.Weights, draw.Season), $"{draw}"));

    [Fact]
    public void Moves_with_the_other_weights_as_its_derivatives_say() =>
        Assert.All(Draws(), draw => Assert.True(HasDerivatives(draw.Weights, draw.Season), $"{draw}"));

    [Fact]
    public void Is_alpha_itself_without_season()
    {
        var limit = EtsAdmissibility.Largest(EtsForm.Aan, new EtsWeights(0.4, 0.0, 0.0, 1.0), 1);

        Assert.Equal(new BetaLimit(0.4, 1.0, 0.0, 0.0), limit);
    }

    private static bool IsEdge(EtsWeights weights, int season)
    {
        double limit = EtsAdmissibility.Largest(Form, weights, season).Value;
        bool isInside = LargestRoot(weights with { Beta = limit }, season) < 1.0 + 1e-6;
        return limit == weights.Alpha
            ? isInside
            : isInside && limit < weights.Alpha && LargestRoot(weights with { Beta = 1.01 * limit }, season) > 1.0;
    }

    private static bool HasDerivatives(EtsWeights weights, int season)
    {
        var limit = EtsAdmissibility.Largest(Form, weights, season);
        return limit.Value == weights.Alpha
            || (IsSlope(limit.ByAlpha, h => weights with { Alpha = weights.Alpha + h }, season)
                && IsSlope(limit.ByGamma, h => weights with { Gamma = weights.Gamma + h }, season)
                && IsSlope(limit.ByPhi, h => weights with { Phi = weights.Phi + h }, season));
    }

    /// <summary>
    /// Whether a derivative lies between the slopes on both sides, which differ where two roots leave together.
    /// </summary>
    private static bool IsSlope(double derivative, Func<double, EtsWeights> move, int season)
    {
        const double step = 1e-6;
        double below = EtsAdmissibility.Largest(Form, move(-step), season).Value;
        double here = EtsAdmissibility.Largest(Form, move(0.0), season).Value;
        double above = EtsAdmissibility.Largest(Form, move(step), season).Value;
        double[] slopes = [(here - below) / step, (above - here) / step];
        double room = 1e-4 * (1.0 + Math.Abs(derivative));
        return derivative >= slopes.Min() - room && derivative <= slopes.Max() + room;
    }

    /// <summary>The largest modulus of the roots, by the eigenvalues of the companion matrix.</summary>
    private static double LargestRoot(EtsWeights weights, int season)
    {
        var (alpha, beta, gamma, phi) = weights;
        double inner = alpha + beta - (alpha * phi);
        double[] coefficients =
        [
            phi * (1 - alpha - gamma),
            inner + gamma - 1,
            .. Enumerable.Repeat(inner, season - 2),
            alpha + beta - phi,
            1,
        ];
        return new Polynomial(coefficients).Roots().Max(root => root.Magnitude);
    }

    private static IEnumerable<(EtsWeights Weights, int Season)> Draws()
    {
        var random = new Random(1);
        for (int i = 0; i < Cases; i++)
        {
            double alpha = 0.001 + (0.997 * random.NextDouble());
            double gamma = 1e-4 + ((1 - alpha - 2e-4) * random.NextDouble());
            yield return (new EtsWeights(alpha, 0, gamma, 0.81 + (0.16 * random.NextDouble())), Seasons[i % 7]);
        }
    }
}
