namespace Tollama.Models.Baseline.Smoothing;

/// <summary>
/// The recursion of simple exponential smoothing with the first value as the first level:
/// ℓ₁ = y₁, ℓ_t = αy_t + (1−α)ℓ_{t−1}; the fitted value of step t ≥ 2 is ℓ_{t−1}.
/// <para>
/// The first level is computed as αy₁ + (1−α)y₁, and each product and sum is rounded, as in statsforecast 2.1.1. Where
/// only the last value differs from the first, as with two demands, no weight fits better than another: which one a
/// search by golden section returns is decided by the last bit.
/// </para>
/// </summary>
internal static class SimpleSmoothing
{
    /// <summary>The last level, which is the forecast, and Σ_{t≥2} (y_t − ℓ_{t−1})².</summary>
    /// <param name="y">At least one value.</param>
    /// <param name="alpha">Weight of the newest value.</param>
    public static (double Level, double SquaredErrors) Run(ReadOnlySpan<double> y, double alpha)
    {
        if (y.Length == 1)
        {
            return (y[0], 0.0);
        }

        double kept = 1.0 - alpha;
        double level = alpha * y[0] + kept * y[0];
        double squares = 0.0;
        foreach (double value in y[1..])
        {
            double error = value - level;
            squares += error * error;
            level = alpha * value + kept * level;
        }

        return (level, squares);
    }
}
