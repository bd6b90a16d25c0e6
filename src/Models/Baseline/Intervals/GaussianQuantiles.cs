using MathNet.Numerics.Distributions;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>Quantiles of a Gaussian forecast distribution: mean + z_q·σ_k.</summary>
internal static class GaussianQuantiles
{
    /// <summary>One row per level, <c>(levels, h)</c>.</summary>
    public static double[][] Rows(double[] mean, double[] deviations, IReadOnlyList<double> levels)
    {
        double[][] rows = new double[levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            double z = Standard(levels[i]);
            double[] row = new double[mean.Length];
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = mean[k] + z * deviations[k];
            }

            rows[i] = row;
        }

        return rows;
    }

    /// <summary>Quantile z_q of the standard normal distribution; exactly 0 in the middle.</summary>
    public static double Standard(double level) => level == 0.5 ? 0.0 : Normal.InvCDF(0.0, 1.0, level);
}
