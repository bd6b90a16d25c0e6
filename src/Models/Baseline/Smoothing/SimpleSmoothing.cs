namespace Tollama.Models.Baseline.Smoothing;

/// <summary>
/// The recursion of simple exponential smoothing with the first value as the first level:
/// ℓ₁ = y₁, ℓ_t = αy_t + (1−α)ℓ_{t−1}; the fitted value of step t ≥ 2 is ℓ_{t−1}.
/// <para>
/// As long as the values equal the first, products and sums are rounded one by one, αy₁ + (1−α)y₁, as in statsforecast
/// 2.1.1. Where only the last value differs from the first, as with two demands, no weight fits better than another:
/// which one a search by golden section returns is decided by the last bit.
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
        int t = 1;
        for (; t < y.Length && y[t] == y[0]; t++)
        {
            double error = y[t] - level;
            squares += error * error;
            level = alpha * y[t] + kept * level;
        }

        for (; t < y.Length; t++)
        {
            double error = y[t] - level;
            squares += error * error;
            level = Math.FusedMultiplyAdd(kept, level, alpha * y[t]);
        }

        return (level, squares);
    }
}
