namespace Tollama.Models.Baseline.Smoothing;

/// <summary>
/// The recursion of simple exponential smoothing with the first value as the first level:
/// ℓ₁ = y₁, ℓ_t = αy_t + (1−α)ℓ_{t−1}; the fitted value of step t ≥ 2 is ℓ_{t−1}.
/// </summary>
internal static class SimpleSmoothing
{
    /// <summary>The last level, which is the forecast, and Σ_{t≥2} (y_t − ℓ_{t−1})².</summary>
    /// <param name="y">At least one value.</param>
    /// <param name="alpha">Weight of the newest value.</param>
    public static (double Level, double SquaredErrors) Run(ReadOnlySpan<double> y, double alpha)
    {
        double level = y[0];
        double kept = 1.0 - alpha;
        double squares = 0.0;
        for (int t = 1; t < y.Length; t++)
        {
            double error = y[t] - level;
            squares += error * error;
            level = Math.FusedMultiplyAdd(kept, level, alpha * y[t]);
        }

        return (level, squares);
    }
}
