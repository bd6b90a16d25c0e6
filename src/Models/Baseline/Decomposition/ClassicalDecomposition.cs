using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Decomposition;

/// <summary>
/// Classical decomposition: the trend is a centred moving average over one season (with half weights at both ends where
/// m is even), and the figure of a position in the season is the mean of what is left there.
/// Source: Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §3.4; R's <c>decompose</c>.
/// </summary>
internal static class ClassicalDecomposition
{
    /// <summary>
    /// The seasonal figure, <c>(m)</c>; entry j belongs to observations j, j+m, … (from 0). Its mean is 0 (additive) or
    /// 1 (multiplicative).
    /// </summary>
    /// <param name="y">At least 2m observations.</param>
    /// <param name="season">Season length m, at least 2.</param>
    /// <param name="isMultiplicative">Whether seasons are factors instead of terms.</param>
    /// <param name="budget">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public static double[] Figure(ReadOnlySpan<double> y, int season, bool isMultiplicative, FitBudget budget)
    {
        double[] figure = new double[season];
        int[] counts = new int[season];
        int half = season / 2;
        double edge = season % 2 == 0 ? 0.5 : 1.0;
        for (int t = half; t < y.Length - half; t++)
        {
            budget.ThrowIfCancelled();
            double sum = edge * (y[t - half] + y[t + half]);
            for (int i = t - half + 1; i < t + half; i++)
            {
                sum += y[i];
            }

            double trend = sum / season;
            figure[t % season] += isMultiplicative ? y[t] / trend : y[t] - trend;
            counts[t % season]++;
        }

        double mean = 0.0;
        for (int j = 0; j < season; j++)
        {
            figure[j] /= counts[j];
            mean += figure[j] / season;
        }

        for (int j = 0; j < season; j++)
        {
            figure[j] = isMultiplicative ? figure[j] / mean : figure[j] - mean;
        }

        return figure;
    }
}
