using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Intervals from what the fitted model got wrong before. It forecasts from many origins of the history with the
/// parameters that it has now. What it misses again and again at each step, and what of the rest could have been
/// foretold, moves the intervals by b_k; around that, step k has the mean size a_k of what is left of the errors there.
/// With the quantiles z_q of these over a_k, over all origins and steps, recent ones weighing more, the intervals are
/// mean_k + b_k + c·a_k·z_q. Unlike conformal intervals of a few held-out windows, this pools all steps; unlike a
/// model's own theory, it assumes nothing of how errors grow.
/// </summary>
/// <remarks>
/// Errors are first taken to the present level of the series (<see cref="ErrorLevel"/>) and to its present calm or
/// unrest (<see cref="ErrorScale"/>). What a sample of them says is then believed as far as it goes, by the number n of
/// independent forecasts that it is worth (<see cref="IndependentOrigins"/>): the mean error of a step by the share λ
/// of <see cref="ErrorBias"/>, what could be foretold by the slopes of <see cref="ErrorRegression"/>, and z_q
/// (<see cref="ErrorQuantiles"/>) is drawn to symmetry by 85/(85+n). c = √((N+f)/(N−f) · (n+p)/(n−p)) widens for the f
/// parameters that were fitted to N observations and the p that were to n origins: λ, and four thirds for each slope
/// of 1, because it is that of the best of many regressors. All of this vanishes as the history grows. A series that
/// never was negative has no negative quantiles. How the constants were chosen: docs/performance.md.
/// Source of c: Akaike, Fitting autoregressive models for prediction, Annals of the Institute of Statistical
/// Mathematics 21 (1969), the final prediction error.
/// </remarks>
internal static class CalibratedIntervals
{
    private const double SymmetricOrigins = 85.0;
    private const double MostEstimated = 0.7;
    private const double ChosenCost = 4.0 / 3.0;
    private const double CommonShare = 0.9;
    private const double Outlying = 2.0;

    /// <summary>Quantile rows around the point forecast, <c>(levels, h)</c>.</summary>
    /// <param name="model">What forecasts from the origins.</param>
    /// <param name="task">The series, the levels, the horizon.</param>
    /// <param name="mean">The point forecast.</param>
    /// <param name="windows">Origins of a model whose forecasts are searches.</param>
    /// <exception cref="Tollama.Core.Errors.TollamaException">BadRequest: too short for two origins.</exception>
    public static double[][] Rows(in CalibrationModel model, SeriesTask task, double[] mean, int windows)
    {
        int horizon = task.Horizon;
        var (origins, shifts) = PastErrors.Of(model, task, mean, windows);
        CutOutliers(origins);
        ErrorLevel.ToPresent(
            origins, ErrorSizes.Of(origins, horizon), PastErrors.LevelOf(task.Y, task.Season));
        ErrorScale.ToPresent(origins, ErrorSizes.Of(origins, horizon), task.Count);
        double[] sizes = ErrorSizes.Of(origins, horizon);
        double independent = IndependentOrigins.Count(origins, 0, horizon, task.Count);
        var (bias, share) = ErrorBias.Remove(origins, sizes, independent);
        var (foretold, slopes) = ErrorRegression.Remove(origins, task.Count, shifts);
        double[] center = new double[horizon];
        TensorPrimitives.Add(mean, bias, center);
        TensorPrimitives.Add(center, foretold, center);
        sizes = ErrorSizes.Of(origins, horizon);
        independent = IndependentOrigins.Count(origins, 0, horizon, task.Count);
        var quantiles = new ErrorQuantiles(origins, sizes);
        double symmetry = SymmetricOrigins / (SymmetricOrigins + independent);
        double factor = Inflation(model, task, independent, share + ChosenCost * slopes);
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
        return Math.Sqrt((task.Count + free) / (task.Count - free) * (independent + shares) / (independent - shares));
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
