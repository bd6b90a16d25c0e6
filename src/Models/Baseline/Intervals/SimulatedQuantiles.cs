using Tollama.Core.Errors;
using Tollama.Core.Sampling;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Quantiles of simulated paths, in antithetic pairs (each set of shocks is used with both signs). Shocks are keyed by
/// (seed, series, path, step): neither the batch nor the horizon changes them. A deadline does not shorten the sample:
/// paths cost little beside the search that it ended, and what is missing would be taken for values of 0.
/// </summary>
internal static class SimulatedQuantiles
{
    private const int PathsBetweenLooks = 64;

    /// <summary>One row per requested level, <c>(levels, h)</c>.</summary>
    /// <param name="task">Series, levels and seed.</param>
    /// <param name="paths">Number of paths, even.</param>
    /// <param name="simulator">The model.</param>
    /// <exception cref="TollamaException">BadRequest: the model grows beyond the range of numbers.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public static double[][] Rows(SeriesTask task, int paths, PathSimulator simulator)
    {
        int horizon = task.Horizon;
        double[][] samples = Samples(task, paths, simulator);
        double[][] rows = new double[task.Levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[horizon];
        }

        for (int k = 0; k < horizon; k++)
        {
            double[] sample = samples[k];
            Array.Sort(sample);
            if (!double.IsFinite(sample[0]) || !double.IsFinite(sample[^1]))
            {
                throw task.Refusal(
                    $"simulated paths leave the range of numbers (1.8e308) at step {k + 1}. Ask for fewer steps, or "
                    + "for calibrated intervals.");
            }

            for (int i = 0; i < rows.Length; i++)
            {
                rows[i][k] = SampleQuantiles.Of(sample, task.Levels[i]);
            }
        }

        return rows;
    }

    /// <summary>All paths, <c>(h, paths)</c>.</summary>
    private static double[][] Samples(SeriesTask task, int paths, PathSimulator simulator)
    {
        var noise = new SeriesNoise(task.Seed, task.SeriesId);
        double[][] samples = new double[task.Horizon][];
        for (int k = 0; k < samples.Length; k++)
        {
            samples[k] = new double[paths];
        }

        double[] shocks = new double[task.Horizon];
        double[] path = new double[task.Horizon];
        for (int i = 0; i < paths; i++)
        {
            if (i % PathsBetweenLooks == 0)
            {
                task.Budget.ThrowIfCancelled();
            }

            for (int k = 0; k < shocks.Length; k++)
            {
                shocks[k] = i % 2 == 0 ? noise.At(i, k).NextNormal() : -shocks[k];
            }

            simulator(shocks, path);
            for (int k = 0; k < path.Length; k++)
            {
                samples[k][i] = path[k];
            }
        }

        return samples;
    }
}
