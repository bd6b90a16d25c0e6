using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Decomposition;

/// <summary>
/// Seasonal-trend decomposition by local regression, without robustness weights: seasons by smoothing the subseries of
/// each position, less what a low-pass filter finds in them; trend by smoothing what is left; and again.
/// Source: Cleveland, Cleveland, McRae, Terpenning, STL, Journal of Official Statistics 6 (1990), §2.2.
/// </summary>
internal sealed class Stl
{
    private readonly StlSettings _settings;
    private readonly LocalRegression _seasonalSmoother;
    private readonly LocalRegression _trendSmoother;
    private readonly LocalRegression _lowPassSmoother;

    private Stl(StlSettings settings, FitBudget budget)
    {
        _settings = settings;
        _seasonalSmoother = new LocalRegression(settings.SeasonalWindow, 0, settings.SeasonalJump, budget);
        _trendSmoother = new LocalRegression(settings.TrendWindow, 1, settings.TrendJump, budget);
        _lowPassSmoother = new LocalRegression(settings.LowPassWindow, 1, settings.LowPassJump, budget);
    }

    /// <summary>Decomposes a series of at least two seasons into season and trend, <c>(n)</c> each.</summary>
    /// <param name="y">At least 2m observations.</param>
    /// <param name="settings">Period and windows.</param>
    /// <param name="budget">Cancels the work; its deadline leaves out all passes but the first.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public static (double[] Season, double[] Trend) Decompose(
        ReadOnlySpan<double> y, StlSettings settings, FitBudget budget)
    {
        var stl = new Stl(settings, budget);
        double[] season = new double[y.Length];
        double[] trend = new double[y.Length];
        double[] work = new double[y.Length];
        for (int i = 0; i < settings.Iterations && (i == 0 || budget.Look()); i++)
        {
            TensorPrimitives.Subtract(y, trend, work);
            stl.Seasonal(work, season);
            TensorPrimitives.Subtract(y, season, work);
            stl._trendSmoother.Smooth(work, trend);
        }

        return (season, trend);
    }

    /// <summary>Steps 2 to 4 of the inner loop: the seasonal component of a series without trend.</summary>
    private void Seasonal(ReadOnlySpan<double> detrended, Span<double> season)
    {
        int n = detrended.Length;
        int m = _settings.Period;
        double[] cycle = new double[n + 2 * m];
        for (int j = 0; j < m; j++)
        {
            Subseries(detrended, j, cycle);
        }

        double[] low = MovingAverage(MovingAverage(MovingAverage(cycle, m), m), 3);
        double[] lowPass = new double[n];
        _lowPassSmoother.Smooth(low, lowPass);
        TensorPrimitives.Subtract(cycle.AsSpan(m, n), lowPass, season);
    }

    /// <summary>Smooths the values at one position of the season and extends them by one season at both ends.</summary>
    private void Subseries(ReadOnlySpan<double> detrended, int position, double[] cycle)
    {
        int m = _settings.Period;
        int count = (detrended.Length - position + m - 1) / m;
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = detrended[position + i * m];
        }

        double[] smooth = new double[count];
        _seasonalSmoother.Smooth(values, smooth);
        int window = _settings.SeasonalWindow;
        cycle[position] = _seasonalSmoother.FitAt(values, 0, 1, Math.Min(window, count)) ?? smooth[0];
        for (int i = 0; i < count; i++)
        {
            cycle[position + (i + 1) * m] = smooth[i];
        }

        cycle[position + (count + 1) * m] =
            _seasonalSmoother.FitAt(values, count + 1, Math.Max(1, count - window + 1), count) ?? smooth[^1];
    }

    private static double[] MovingAverage(double[] x, int window)
    {
        double[] average = new double[x.Length - window + 1];
        double sum = 0.0;
        for (int t = 0; t < x.Length; t++)
        {
            sum += x[t];
            if (t >= window - 1)
            {
                average[t - window + 1] = sum / window;
                sum -= x[t - window + 1];
            }
        }

        return average;
    }
}
