namespace Tollama.Models.GraniteTtm;

/// <summary>
/// Standard scaling of a column as scikit-learn's <c>StandardScaler</c> does it, in double precision: mean and
/// population standard deviation, 1 for a column that is constant up to rounding.
/// </summary>
/// <param name="Mean">Mean of the window.</param>
/// <param name="Scale">Standard deviation, or 1.</param>
internal readonly record struct TtmColumnScaler(double Mean, double Scale)
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Fits the scaler on a column, padding included.</summary>
    public static TtmColumnScaler Fit(ReadOnlySpan<double> column)
    {
        int n = column.Length;
        double sum = 0;
        foreach (double value in column)
        {
            sum += value;
        }

        double mean = sum / n;
        double squares = 0;
        double correction = 0;
        foreach (double value in column)
        {
            double deviation = value - mean;
            squares += deviation * deviation;
            correction += deviation;
        }

        // The correction takes out what the rounding of the mean has left (Chan et al. 1983, "Algorithms for computing
        // the sample variance").
        double variance = (squares - (correction * correction / n)) / n;
        double rounding = n * mean * Epsilon;
        bool isConstant = variance <= (n * Epsilon * variance) + (rounding * rounding);
        double scale = Math.Sqrt(variance);
        return new TtmColumnScaler(mean, isConstant || scale == 0 ? 1 : scale);
    }

    /// <summary>A value in scaled units.</summary>
    public float Apply(double value) => (float)((value - Mean) / Scale);

    /// <summary>A scaled value in the column's units.</summary>
    public double Restore(float value) => (value * Scale) + Mean;
}
