using Tollama.Core.Errors;
using Tollama.Core.Sampling;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Conformal prediction intervals: the method forecasts w windows that it has not seen, and the sizes of its errors
/// there are the sizes to expect (Vovk, Gammerman, Shafer 2005, as split conformal prediction over a rolling origin).
/// Window i = 1…w trains on the first n−(w−i+1)h observations and gives absolute errors a_{i,k} per step k.
/// </summary>
internal static class ConformalIntervals
{
    private const int FewestWindows = 2;

    /// <summary>Whether the windows that there must be leave a method the history that it needs.</summary>
    public static bool LeaveEnoughFor(IForecastMethod method, SeriesTask task) =>
        task.Count - (long)FewestWindows * task.Horizon >= method.NeededObservations(task.Season, withIntervals: false);

    /// <summary>Quantile rows around the method's own point forecast, <c>(levels, h)</c>.</summary>
    /// <exception cref="TollamaException">BadRequest: fewer than two windows fit into the series.</exception>
    public static double[][] Rows(IForecastMethod method, SeriesTask task, double[] mean, IntervalOptions options)
    {
        double[][] errors = AbsoluteErrors(method, task, options);
        double[][] rows = new double[task.Levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[task.Horizon];
        }

        double[] sample = new double[2 * errors.Length];
        for (int k = 0; k < task.Horizon; k++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i][k] = options.Method == IntervalMethod.ConformalError
                    ? ByError(errors, k, mean[k], task.Levels[i], sample.AsSpan(0, errors.Length))
                    : ByDistribution(errors, k, mean[k], task.Levels[i], sample);
            }
        }

        return rows;
    }

    /// <summary>Quantile q of {mean_k ± a_{i,k}}.</summary>
    private static double ByDistribution(double[][] errors, int k, double mean, double level, Span<double> sample)
    {
        for (int i = 0; i < errors.Length; i++)
        {
            sample[2 * i] = mean - errors[i][k];
            sample[2 * i + 1] = mean + errors[i][k];
        }

        sample.Sort();
        return SampleQuantiles.Of(sample, level);
    }

    /// <summary>mean ∓ the quantile |2q−1| of {a_{i,k}}.</summary>
    private static double ByError(double[][] errors, int k, double mean, double level, Span<double> sample)
    {
        if (level == 0.5)
        {
            return mean;
        }

        for (int i = 0; i < errors.Length; i++)
        {
            sample[i] = errors[i][k];
        }

        sample.Sort();
        double margin = SampleQuantiles.Of(sample, Math.Abs(2.0 * level - 1.0));
        return level < 0.5 ? mean - margin : mean + margin;
    }

    private static double[][] AbsoluteErrors(IForecastMethod method, SeriesTask task, IntervalOptions options)
    {
        int h = task.Horizon;
        int windows = Math.Min(options.Windows, (task.Count - 1) / h);
        if (windows < FewestWindows)
        {
            throw task.Refusal(
                $"conformal intervals need 2h+1 = {2L * h + 1} observations for a horizon of {h}; it has {task.Count}. "
                + "Give more observations, a shorter horizon, or no quantiles.");
        }

        // The newest first: a deadline leaves out the oldest ones, and so does a method that needs more history than
        // they have, unless the caller counts on them.
        var errors = new List<double[]>(windows);
        for (int i = 1; i <= windows && (i <= FewestWindows || task.Budget.Look()); i++)
        {
            try
            {
                errors.Add(WindowErrors(method, task, i));
            }
            catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest
                && options.NamedWindows is null && i > FewestWindows)
            {
                break;
            }
        }

        return [.. errors];
    }

    /// <summary>The errors of the window whose training ends a number of horizons before the series does.</summary>
    private static double[] WindowErrors(IForecastMethod method, SeriesTask task, int horizons)
    {
        int count = task.Count - horizons * task.Horizon;
        int needed = method.NeededObservations(task.Season, withIntervals: false);
        if (count < needed)
        {
            string remedy = horizons > FewestWindows ? "fewer windows" : "a shorter horizon";
            throw task.Refusal(
                $"its conformal window {horizons} from the end holds {count} observations and the method needs "
                + $"{needed}. Give more observations, {remedy}, or no quantiles.");
        }

        double[] mean = method.Forecast(task.Until(count)).Mean;
        var actual = task.Y.Slice(count, task.Horizon);
        for (int k = 0; k < mean.Length; k++)
        {
            mean[k] = Math.Abs(actual[k] - mean[k]);
        }

        return mean;
    }
}
