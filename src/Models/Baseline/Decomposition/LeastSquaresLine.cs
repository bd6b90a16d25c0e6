namespace Tollama.Models.Baseline.Decomposition;

/// <summary>The straight line A + B·t through y₁ … y_n, t = 1 … n, with the least squared distance.</summary>
internal static class LeastSquaresLine
{
    /// <summary>Intercept A and slope B, from deviations from the means; the slope of a single value is 0.</summary>
    /// <param name="y">At least one value.</param>
    public static (double Intercept, double Slope) Of(ReadOnlySpan<double> y)
    {
        double middle = (y.Length + 1) / 2.0;
        double mean = 0.0;
        foreach (double value in y)
        {
            mean += value;
        }

        mean /= y.Length;
        double product = 0.0;
        double square = 0.0;
        for (int t = 1; t <= y.Length; t++)
        {
            product += (t - middle) * (y[t - 1] - mean);
            square += (t - middle) * (t - middle);
        }

        double slope = square > 0.0 ? product / square : 0.0;
        return (mean - slope * middle, slope);
    }
}
