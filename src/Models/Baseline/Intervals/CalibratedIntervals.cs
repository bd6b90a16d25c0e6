using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Intervals from what the fitted model got wrong before. It forecasts from many origins of the history with the
/// parameters that it has now. Step k has the mean error b_k and, around it, the mean size a_k of the errors there;
/// with the quantiles z_q of (e_{o,k} − b_k)/a_k over all origins and steps, recent ones weighing more, the intervals
/// are mean_k + b_k + c_q·a_k·z_q. Unlike conformal intervals of a few held-out windows, this pools all steps; unlike a
/// model's own theory, it assumes nothing of how errors grow.
/// </summary>
/// <remarks>
/// Errors are first taken to the present level of the series (<see cref="ErrorLevel"/>) and to its present calm or
/// unrest (<see cref="ErrorScale"/>). What a sample of them says is then believed as far as it goes, by the number n of
/// independent forecasts that it is worth (<see cref="IndependentOrigins"/>): b_k is drawn to 0 by the share λ of
/// <see cref="ErrorBias"/>, z_q to symmetry by 85/(85+n), and c_q widens for the p values estimated on the same data,
/// for b_k and for the few errors behind a_k, which makes a distribution of Student's of a normal one:
/// c_q = √(N/(N−p) · (n+λ)/(n−λ)) · t_q/z_q, the last about 1 + (z_q²+1)/4ν with ν = 1.3·(n−1). All of this vanishes as
/// the history grows. A series that never was negative has no negative quantiles. How the constants were chosen:
/// docs/performance.md.
/// </remarks>
internal static class CalibratedIntervals
{
    private const double SymmetricOrigins = 85.0;
    private const double FreedomPerOrigin = 1.3;
    private const double Outlying = 10.0;

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
        double independent = IndependentOrigins.Count(origins, sizes, task.Count);
        var (center, share) = ErrorBias.Remove(origins, sizes, independent);
        TensorPrimitives.Add(center, mean, center);
        sizes = ErrorSizes.Of(origins, horizon);
        var quantiles = new ErrorQuantiles(origins, sizes);
        double symmetry = SymmetricOrigins / (SymmetricOrigins + independent);
        double factor = Inflation(model, task, independent, share);
        double median = quantiles.At(0.5, symmetry);
        double least = TensorPrimitives.Min(task.Y) >= 0.0 ? 0.0 : double.NegativeInfinity;
        double[][] rows = new double[task.Levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            double level = task.Levels[i];
            double spread = Student(level, independent) * (quantiles.At(level, symmetry) - median);
            rows[i] = new double[horizon];
            TensorPrimitives.MultiplyAdd(sizes, factor * (median + spread), center, rows[i]);
            TensorPrimitives.Max(rows[i], least, rows[i]);
        }

        return rows;
    }

    private static double Inflation(in CalibrationModel model, SeriesTask task, double independent, double share)
    {
        double free = Math.Min(model.FreeCount, task.Count / 2.0);
        return Math.Sqrt(task.Count / (task.Count - free) * (independent + share) / (independent - share));
    }

    /// <summary>
    /// t_q/z_q to the first order of 1/ν (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5).
    /// </summary>
    private static double Student(double level, double independent)
    {
        double freedom = FreedomPerOrigin * Math.Max(1.0, independent - 1.0);
        double z = GaussianQuantiles.Standard(level);
        return 1.0 + (z * z + 1.0) / (4.0 * freedom);
    }

    /// <summary>Keeps single explosions of an unstable model from deciding the sizes.</summary>
    private static void CutOutliers(List<PastErrors> origins)
    {
        double[] sizes = [.. origins.SelectMany(o => o.Errors).Select(Math.Abs).Where(e => e > 0.0).Order()];
        if (sizes.Length == 0)
        {
            return;
        }

        double most = Outlying * sizes[sizes.Length / 2];
        foreach (var origin in origins)
        {
            TensorPrimitives.Clamp(origin.Errors, -most, most, origin.Errors);
        }
    }
}
