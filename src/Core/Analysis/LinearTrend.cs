namespace Tollama.Core.Analysis;

/// <summary>A straight line through a series by least squares over the index (contract/http-api §13).</summary>
/// <param name="Direction"><c>up</c>, <c>down</c> or <c>flat</c>.</param>
/// <param name="Slope">Change per step.</param>
/// <param name="R2">Share of the variance that the line explains, 0 to 1; 0 where there is no variance.</param>
public readonly record struct LinearTrend(string Direction, double Slope, double R2)
{
    /// <summary>No trend.</summary>
    public static readonly LinearTrend Flat = new("flat", 0, 0);

    /// <summary>Fits the line; flat with fewer than two values.</summary>
    public static LinearTrend Fit(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return Flat;
        }

        double middle = (values.Length - 1) / 2.0;
        double mean = Statistics.Mean(values);
        double covariance = 0;
        double indexVariance = 0;
        double variance = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double x = i - middle;
            double y = values[i] - mean;
            covariance += x * y;
            indexVariance += x * x;
            variance += y * y;
        }

        double slope = covariance / indexVariance;
        if (!double.IsFinite(slope))
        {
            return Flat; // the sums left the range of a double
        }

        double residual = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double error = values[i] - mean - (slope * (i - middle));
            residual += error * error;
        }

        double r2 = variance <= 0 ? 0 : Math.Clamp(1 - (residual / variance), 0, 1);
        string direction = slope > 0 ? "up" : "down";
        return new LinearTrend(Math.Abs(slope) / Math.Max(Math.Abs(mean), 1) < 0.001 ? "flat" : direction, slope, r2);
    }
}
