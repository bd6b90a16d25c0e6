using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Smoothing;

/// <summary>
/// Simple smoothing as the methods for intermittent demand use it: demands are few, so the newest weighs little.
/// </summary>
internal static class DemandSmoothing
{
    /// <summary>The weight where none is searched, and the least one that is.</summary>
    public const double DefaultAlpha = 0.1;

    private const double HighestAlpha = 0.3;

    /// <summary>The last level with the weight in [0.1, 0.3] that fits best, by golden section.</summary>
    /// <param name="x">Demands, gaps or block sums; at least one.</param>
    public static double Optimized(double[] x)
    {
        double alpha = GoldenSection.Minimise(a => SimpleSmoothing.Run(x, a).SquaredErrors, DefaultAlpha, HighestAlpha);
        return SimpleSmoothing.Run(x, alpha).Level;
    }
}
