using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Smoothing;

/// <summary>
/// The recursion of simple exponential smoothing with the first value as the first level:
/// ℓ₁ = y₁, ℓ_t = αy_t + (1−α)ℓ_{t−1}; the fitted value of step t ≥ 2 is ℓ_{t−1}.
/// </summary>
internal static class SimpleSmoothing
{
    /// <summary>Relative difference up to which two values, or sums of values, are the same but for rounding.</summary>
    private const double SameValue = 1e-12;

    /// <summary>The last level, which is the forecast, and Σ_{t≥2} (y_t − ℓ_{t−1})².</summary>
    /// <param name="y">At least one value.</param>
    /// <param name="alpha">Weight of the newest value.</param>
    public static (double Level, double SquaredErrors) Run(ReadOnlySpan<double> y, double alpha)
    {
        double kept = 1.0 - alpha;
        double level = y[0];
        double squares = 0.0;
        foreach (double value in y[1..])
        {
            double error = value - level;
            squares += error * error;
            level = Math.FusedMultiplyAdd(kept, level, alpha * value);
        }

        return (level, squares);
    }

    /// <summary>
    /// The weight with the least sum of squares that a golden-section search finds. Where all values but the last are
    /// the same, as with two of them, every weight has the same sum: the search would end at once in the middle, but
    /// rounding, which differs from one unit to another, would steer it elsewhere.
    /// </summary>
    /// <param name="y">At least one value.</param>
    /// <param name="low">Least weight.</param>
    /// <param name="high">Largest weight.</param>
    public static double BestWeight(ReadOnlyMemory<double> y, double low, double high) =>
        IsIndifferent(y.Span)
            ? (low + high) / 2.0
            : GoldenSection.Minimise(alpha => Run(y.Span, alpha).SquaredErrors, low, high);

    private static bool IsIndifferent(ReadOnlySpan<double> y)
    {
        foreach (double value in y[..^1])
        {
            if (Math.Abs(value - y[0]) > SameValue * Math.Abs(y[0]))
            {
                return false;
            }
        }

        return true;
    }
}
