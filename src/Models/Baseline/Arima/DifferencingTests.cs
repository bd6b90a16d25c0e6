using System.Numerics.Tensors;
using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// How often to difference: seasonally by the strength of the season in an STL decomposition, otherwise by the KPSS
/// test. Source: Hyndman &amp; Khandakar, Automatic time series forecasting, Journal of Statistical Software 27
/// (2008), §3.1; Wang, Smith, Hyndman, Characteristic-based clustering for time series data, Data Mining and Knowledge
/// Discovery 13 (2006); Kwiatkowski, Phillips, Schmidt, Shin, Journal of Econometrics 54 (1992).
/// </summary>
internal static class DifferencingTests
{
    private const double StrongSeason = 0.64;
    private const int SeasonalWindow = 11;
    private const double KpssFivePercent = 0.463;
    private const int MostDifferences = 2;
    private const double RoundingShare = 1.5e-8;

    /// <summary>D: 1 where 1 − var(remainder)/var(season + remainder) exceeds 0.64, else 0.</summary>
    public static int Seasonal(ReadOnlySpan<double> y, int season, FitBudget budget)
    {
        if (season < 2 || y.Length <= 2 * season || IsConstant(y))
        {
            return 0;
        }

        var (seasonal, trend) = Stl.Decompose(y, StlSettings.Quick(season, SeasonalWindow), budget);
        double[] detrended = new double[y.Length];
        TensorPrimitives.Subtract(y, trend, detrended);
        double[] remainder = new double[y.Length];
        TensorPrimitives.Subtract(detrended, seasonal, remainder);
        double whole = Variance(detrended);
        return whole > 0.0 && 1.0 - Variance(remainder) / whole > StrongSeason ? 1 : 0;
    }

    /// <summary>
    /// d: difference while the KPSS statistic is significant at 5 %, at most twice, never a constant.
    /// </summary>
    public static int Plain(double[] y)
    {
        int d = 0;
        while (d < MostDifferences && y.Length > 2 && !IsConstant(y) && Kpss(y) > KpssFivePercent)
        {
            y = Differences.AtLag(y, 1);
            d++;
        }

        return d;
    }

    /// <summary>Whether all values are equal but for what rounding leaves after differencing.</summary>
    public static bool IsConstant(ReadOnlySpan<double> y)
    {
        double distance = 0.0;
        double size = 0.0;
        foreach (double value in y)
        {
            distance += Math.Abs(value - y[0]);
            size += Math.Abs(value);
        }

        return distance <= RoundingShare * size;
    }

    /// <summary>
    /// Σ_t S_t²/(n²s²): S partial sums of y − ȳ, s² the long-run variance with Bartlett weights up to lag ⌊3√n/13⌋.
    /// </summary>
    private static double Kpss(double[] y)
    {
        int n = y.Length;
        double mean = y.Average();
        double[] e = Array.ConvertAll(y, value => value - mean);
        double sum = 0.0;
        double squares = 0.0;
        foreach (double value in e)
        {
            sum += value;
            squares += sum * sum;
        }

        int lags = (int)(3.0 * Math.Sqrt(n) / 13.0);
        double variance = TensorPrimitives.SumOfSquares<double>(e) / n;
        for (int j = 1; j <= lags; j++)
        {
            double covariance = TensorPrimitives.Dot<double>(e.AsSpan(j), e.AsSpan(0, n - j));
            variance += 2.0 / n * (1.0 - j / (lags + 1.0)) * covariance;
        }

        return squares / ((double)n * n * variance);
    }

    private static double Variance(double[] x)
    {
        double mean = x.Average();
        double sum = 0.0;
        foreach (double value in x)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum / (x.Length - 1);
    }
}
