namespace Tollama.Models.ChronosBolt;

/// <summary>
/// Quantiles of samples by linear interpolation between order statistics (Hyndman &amp; Fan 1996, type 7).
/// </summary>
internal static class EmpiricalQuantiles
{
    /// <summary>The value at a level.</summary>
    /// <param name="sorted">Samples in ascending order.</param>
    /// <param name="level">Between 0 and 1, rounded to single precision as in the reference.</param>
    public static float At(ReadOnlySpan<float> sorted, double level)
    {
        float rank = (float)level * (sorted.Length - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
