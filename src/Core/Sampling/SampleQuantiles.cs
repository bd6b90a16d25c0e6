namespace Tollama.Core.Sampling;

/// <summary>Quantiles of samples, by linear interpolation between order statistics at position (n − 1)·q.</summary>
public static class SampleQuantiles
{
    /// <summary>The quantile of ascending values.</summary>
    /// <param name="sorted">At least one value, ascending.</param>
    /// <param name="level">Level in [0, 1].</param>
    public static double Of(ReadOnlySpan<double> sorted, double level)
    {
        double position = (sorted.Length - 1) * level;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
