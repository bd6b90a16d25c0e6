namespace Tollama.Core.Analysis;

/// <summary>Plain statistics of a series.</summary>
public static class Statistics
{
    /// <summary>Arithmetic mean; NaN without values.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Population variance; NaN without values.</summary>
    public static double Variance(ReadOnlySpan<double> values)
    {
        double mean = Mean(values);
        double sum = 0;
        foreach (double value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum / values.Length;
    }

    /// <summary>Quantile by linear interpolation between order statistics, position (n − 1)·level.</summary>
    /// <param name="sorted">Values in ascending order, at least one.</param>
    /// <param name="level">0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double level)
    {
        double position = (sorted.Length - 1) * level;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
