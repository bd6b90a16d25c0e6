using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Intervals from what the fitted model got wrong before. It forecasts from many origins of the history with the
/// parameters that it has now. What it misses again and again, at each step or some origins later, moves the intervals
/// by b_k; around that, step k has the mean size a_k of what is left of the errors there. With the quantiles z_q of
/// these over a_k, over all origins and steps, recent ones weighing more, the intervals are mean_k + b_k + c·a_k·z_q.
/// Unlike conformal intervals of a few held-out windows, this pools all steps; unlike a model's own theory, it assumes
/// nothing of how errors grow.
/// </summary>
/// <remarks>
/// Errors are first taken to the present level of the series (<see cref="ErrorLevel"/>) and to its present calm or
/// unrest (<see cref="ErrorScale"/>). What a sample of them says is then believed as far as it goes, by the number n of
/// independent forecasts that it is worth (<see cref="IndependentOrigins"/>): the mean error of a step by the share λ
/// of <see cref="ErrorBias"/>, what recurs by the slopes of <see cref="ErrorRecurrence"/>, which add up to p with λ,
/// and z_q (<see cref="ErrorQuantiles"/>) is drawn to symmetry by 85/(85+n). c = √(N/(N−f) · (n+p)/(n−p)) widens for
/// the f parameters of N observations and for what was estimated on the errors. All of this vanishes as the history
/// grows. A series that never was negative has no negative quantiles. How the constants were chosen:
/// docs/performance.md.
/// </remarks>
internal static class CalibratedIntervals
{
    private const double SymmetricOrigins = 85.0;
    private const double MostEstimated = 0.7;
    private const int Recurrences = 2;
    private const double CommonShare = 0.9;
    private const double Outlying = 3.0;

    /// <summary>Quantile rows around the point forecast, <c>(levels, h)</c>.</summary>
    /// <param name="model">What forecasts from the origins.</param>
    /// <param name="task">The series, the levels, the horizon.</param>
    /// <param name="mean">The point forecast.</param>
    /// <param name="windows">Origins of a model whose forecasts are searches.</param>
    /// <exception cref="Tollama.Core.Errors.TollamaException">BadRequest: too short for two origins.</exception>
    public static double[][] Rows(in CalibrationModel model, SeriesTask task, double[] mean, int windows)
    {
        int horizon = task.Horizon;
        var origins = PastErrors.Of(model, task, windows);
        CutOutliers(origins);
        ErrorLevel.ToPresent(
            origins, ErrorSizes.Of(origins, horizon), PastErrors.LevelOf(task.Y, task.Season));
        ErrorScale.ToPresent(origins, ErrorSizes.Of(origins, horizon), task.Count);
        double[] sizes = ErrorSizes.Of(origins, horizon);
        double independent = IndependentOrigins.Count(origins, horizon, task.Count);
        var (center, estimated) = ErrorBias.Remove(origins, sizes, independent);
        TensorPrimitives.Add(center, mean, center);
        sizes = ErrorSizes.Of(origins, horizon);
        for (int i = 0; i < Recurrences; i++)
        {
            var (foretold, slope) = new ErrorRecurrence(origins, sizes, task.Count).Remove();
            if (slope == 0.0)
            {
                break; // nothing recurs, so nothing has changed
            }

            TensorPrimitives.Add(center, foretold, center);
            estimated += slope;
            sizes = ErrorSizes.Of(origins, horizon);
        }

        independent = IndependentOrigins.Count(origins, horizon, task.Count);
        var quantiles = new ErrorQuantiles(origins, sizes);
        double symmetry = SymmetricOrigins / (SymmetricOrigins + independent);
        double factor = Inflation(model, task, independent, estimated);
        double least = TensorPrimitives.Min(task.Y) >= 0.0 ? 0.0 : double.NegativeInfinity;
        double[][] rows = new double[task.Levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[horizon];
            TensorPrimitives.MultiplyAdd(sizes, factor * quantiles.At(task.Levels[i], symmetry), center, rows[i]);
            TensorPrimitives.Max(rows[i], least, rows[i]);
        }

        return rows;
    }

    private static double Inflation(in CalibrationModel model, SeriesTask task, double independent, double estimated)
    {
        double shares = Math.Min(estimated, MostEstimated * independent);
        double free = Math.Min(model.FreeCount, task.Count / 2.0);
        return Math.Sqrt(task.Count / (task.Count - free) * (independent + shares) / (independent - shares));
    }

    /// <summary>Keeps rare explosions of an unstable model from the sizes; errors of every week stay.</summary>
    private static void CutOutliers(List<PastErrors> origins)
    {
        double[] sizes = [.. origins.SelectMany(o => o.Errors).Select(Math.Abs).Where(e => e > 0.0).Order()];
        if (sizes.Length == 0)
        {
            return;
        }

        double most = Outlying * sizes[(int)(CommonShare * sizes.Length)];
        foreach (var origin in origins)
        {
            TensorPrimitives.Clamp(origin.Errors, -most, most, origin.Errors);
        }
    }
}
