using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Seasons;

/// <summary>
/// Whether a series repeats itself at lag m: its autocorrelation r_m exceeds z·√((1 + 2Σ_{i&lt;m} r_i²)/n), Bartlett's
/// standard error of r_m for a series without correlation from m on.
/// </summary>
internal static class SeasonalityTest
{
    /// <summary>Whether |r_m| is significant.</summary>
    /// <param name="y">More than m observations.</param>
    /// <param name="season">Lag m.</param>
    /// <param name="z">Quantile of the normal distribution.</param>
    /// <param name="budget">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public static bool IsSeasonal(ReadOnlySpan<double> y, int season, double z, FitBudget budget)
    {
        double mean = 0.0;
        foreach (double value in y)
        {
            mean += value / y.Length;
        }

        double variance = Covariance(y, 0, mean);
        if (!(variance > 0.0))
        {
            return false;
        }

        double squares = 0.0;
        for (int lag = 1; lag < season; lag++)
        {
            budget.ThrowIfCancelled();
            double r = Covariance(y, lag, mean) / variance;
            squares += r * r;
        }

        return Math.Abs(Covariance(y, season, mean) / variance) > z * Math.Sqrt((1.0 + 2.0 * squares) / y.Length);
    }

    private static double Covariance(ReadOnlySpan<double> y, int lag, double mean)
    {
        double sum = 0.0;
        for (int t = lag; t < y.Length; t++)
        {
            sum += (y[t] - mean) * (y[t - lag] - mean);
        }

        return sum;
    }
}
