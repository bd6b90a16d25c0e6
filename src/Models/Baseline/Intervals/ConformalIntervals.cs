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

    /// <summary>Quantile rows around the method's own point forecast, <c>(levels, h)</c>.</summary>
    /// <exception cref="TollamaException">BadRequest: fewer than two windows fit into the series.</exception>
    public static double[][] Rows(IForecastMethod method, SeriesTask task, double[] mean, IntervalOptions options)
    {
        double[][] errors = AbsoluteErrors(method, task, options.Windows);
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

    private static double[][] AbsoluteErrors(IForecastMethod method, SeriesTask task, int wanted)
    {
        int h = task.Horizon;
        int windows = Math.Min(wanted, (task.Count - 1) / h);
        if (windows < FewestWindows)
        {
            throw task.Refusal(
                $"conformal intervals need 2h+1 = {2L * h + 1} observations for a horizon of {h}; it has {task.Count}. "
                + "Give more observations, a shorter horizon, or no quantiles.");
        }

        // The newest first: a deadline leaves out the oldest ones.
        var errors = new List<double[]>(windows);
        for (int i = 1; i <= windows && (i <= FewestWindows || task.Budget.Look()); i++)
        {
            errors.Add(WindowErrors(method, task, task.Count - i * h));
        }

        return [.. errors];
    }

    private static double[] WindowErrors(IForecastMethod method, SeriesTask task, int count)
    {
        int needed = method.NeededObservations(task.Season, withIntervals: false);
        if (count < needed)
        {
            throw task.Refusal(
                $"its first conformal window holds {count} observations and the method needs {needed}. "
                + "Give more observations, fewer windows, or no quantiles.");
        }

        double[] mean = method.Forecast(Window(task, count)).Mean;
        var actual = task.Y.Slice(count, task.Horizon);
        for (int k = 0; k < mean.Length; k++)
        {
            mean[k] = Math.Abs(actual[k] - mean[k]);
        }

        return mean;
    }

    /// <summary>The h values after the first <paramref name="count"/>; they may go on past the history.</summary>
    private static ReadOnlyMemory<double> Following(Regressor regressor, int count, int horizon)
    {
        int past = Math.Min(horizon, regressor.Past.Length - count);
        return past == horizon
            ? regressor.Past.Slice(count, horizon)
            : (double[])[.. regressor.Past[count..].Span, .. regressor.Future[..(horizon - past)].Span];
    }

    /// <summary>The task at the time when only the first observations were known.</summary>
    public static SeriesTask Window(SeriesTask task, int count) => task with
    {
        History = task.History[..count],
        WithIntervals = false,
        Regressors =
        [
            .. task.Regressors.Select(r => r with
            {
                Past = r.Past[..count],
                Future = Following(r, count, task.Horizon),
            }),
        ],
    };
}
