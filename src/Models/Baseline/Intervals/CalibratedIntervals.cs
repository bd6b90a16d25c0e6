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
/// Errors are first taken to the present level of the series (<see cref="ErrorLevel"/>). What a sample of them says is
/// then believed as far as it goes, by the number n of independent forecasts that it is worth
/// (<see cref="IndependentOrigins"/>): the mean error of a step by the share λ of <see cref="ErrorBias"/>, what could
/// be foretold by the slopes of <see cref="ErrorRegression"/>, and z_q (<see cref="ErrorQuantiles"/>) is drawn to
/// symmetry by 85/(85+n). c² = exp(2(f+1)/(N−f−2)) · (n+λ)/(n−λ) widens for the f parameters and the variance that were
/// fitted to N observations, and for the mean errors that were to n origins; the distances of z_q from the median grow
/// by 1 + (z²+1)/(4ν), z the normal quantile, because ν = 2.55·max(1, n−1) independent errors
/// measured the sizes. All of this vanishes as the history grows. A series that never was negative has no negative
/// quantiles. How the constants were chosen: docs/performance.md.
/// Sources of c: Hurvich and Tsai, Regression and time series model selection in small samples, Biometrika 76 (1989),
/// whose penalty, halved for a standard deviation, the first factor is; Akaike, Fitting autoregressive models for
/// prediction, Annals of the Institute of Statistical Mathematics 21 (1969), the final prediction error, for the other;
/// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5, for Student's quantiles.
/// </remarks>
internal static class CalibratedIntervals
{
    private const double SymmetricOrigins = 85.0;
    private const double MostFitted = 1.0;
    private const double FreedomPerOrigin = 2.55;
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
        var (origins, shifts) = PastErrors.Of(model, task, mean, windows);
        CutOutliers(origins);
        double[] sizes = ErrorSizes.Of(origins, horizon);
        bool wasNeverNegative = TensorPrimitives.Min(task.Y) >= 0.0; // only then a level tells of sizes
        if (wasNeverNegative)
        {
            ErrorLevel.ToPresent(origins, sizes, PastErrors.LevelOf(task.Y, task.Season));
            sizes = ErrorSizes.Of(origins, horizon);
        }

        double independent = IndependentOrigins.Count(origins, 0, horizon, task.Count);
        var (bias, share) = ErrorBias.Remove(origins, sizes, independent);
        double[] foretold = ErrorRegression.Remove(origins, task.Count, shifts);
        double[] center = new double[horizon];
        TensorPrimitives.Add(mean, bias, center);
        TensorPrimitives.Add(center, foretold, center);
        sizes = ErrorSizes.Of(origins, horizon);
        independent = IndependentOrigins.Count(origins, 0, horizon, task.Count);
        var quantiles = new ErrorQuantiles(origins, sizes);
        double symmetry = SymmetricOrigins / (SymmetricOrigins + independent);
        double factor = Inflation(model, task, independent, share);
        double middle = quantiles.At(0.5, symmetry);
        double least = wasNeverNegative ? 0.0 : double.NegativeInfinity;
        double[][] rows = new double[task.Levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[horizon];
            double tail = TailFactor(task.Levels[i], independent);
            double quantile = middle + tail * (quantiles.At(task.Levels[i], symmetry) - middle);
            TensorPrimitives.MultiplyAdd(sizes, factor * quantile, center, rows[i]);
            TensorPrimitives.Max(rows[i], least, rows[i]);
        }

        return rows;
    }

    /// <summary>Student's quantile over the normal one: 1 + (z²+1)/(4ν).</summary>
    private static double TailFactor(double level, double independent)
    {
        double z = GaussianQuantiles.Standard(level);
        return 1.0 + (z * z + 1.0) / (4.0 * FreedomPerOrigin * Math.Max(1.0, independent - 1.0));
    }

    private static double Inflation(in CalibrationModel model, SeriesTask task, double independent, double share)
    {
        double free = model.FreeCount + 1.0;
        double fitted = Math.Min(2.0 * free / Math.Max(1.0, task.Count - free - 1.0), MostFitted);
        return Math.Sqrt(Math.Exp(fitted) * (independent + share) / (independent - share));
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
