namespace Tollama.Core.Reconciliation;

/// <summary>
/// Covariance of residuals, shrunk towards its diagonal (Schäfer and Strimmer, "A Shrinkage Approach to Large-Scale
/// Covariance Matrix Estimation", SAGMB 2005; intensity as contract/http-api §18.10 states it).
/// </summary>
internal static class Shrinkage
{
    private const double Ridge = 1e-8;
    private const double NoDifference = 1e-12;

    /// <summary>The covariance, <c>(series, series)</c>.</summary>
    /// <param name="residuals">One row a series, at least two steps each.</param>
    public static double[][] Covariance(double[][] residuals)
    {
        int n = residuals.Length;
        int steps = residuals[0].Length;
        double[][] centred = [.. residuals.Select(row =>
        {
            double mean = row.Average();
            return row.Select(value => value - mean).ToArray();
        })];
        var covariance = new double[n][];
        for (int i = 0; i < n; i++)
        {
            covariance[i] = new double[n];
            for (int j = 0; j < n; j++)
            {
                covariance[i][j] = Dot(centred[i], centred[j]) / (steps - 1);
            }
        }

        double intensity = Intensity(centred, covariance, steps);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                covariance[i][j] = i == j ? covariance[i][j] + Ridge : (1 - intensity) * covariance[i][j];
            }
        }

        return covariance;
    }

    private static double Intensity(double[][] centred, double[][] covariance, int steps)
    {
        double difference = 0;
        double spread = 0;
        for (int i = 0; i < centred.Length; i++)
        {
            for (int j = 0; j < centred.Length; j++)
            {
                difference += i == j ? 0 : covariance[i][j] * covariance[i][j];
                for (int t = 0; t < steps; t++)
                {
                    double gap = (centred[i][t] * centred[j][t]) - covariance[i][j];
                    spread += gap * gap;
                }
            }
        }

        return difference < NoDifference ? 0 : Math.Clamp(spread / (steps * difference), 0, 1);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int t = 0; t < a.Length; t++)
        {
            sum += a[t] * b[t];
        }

        return sum;
    }
}
