using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Intervals from what the fitted model got wrong before. It forecasts from many origins of the history with the
/// parameters that it has now; step k gets the mean size a_k of the errors there, and the quantiles z_q of e_{o,k}/a_k
/// over all origins and steps, recent ones weighing more, give mean_k + c·a_k·z_q. Unlike conformal intervals of a few
/// held-out windows, this pools all steps; unlike a model's own theory, it assumes nothing of how errors grow.
/// </summary>
/// <remarks>
/// Three corrections. Where errors were larger while the series was, they are taken to its present level L by
/// (L/L_o)^b, with b between 0 and 1 from a regression of log sizes on log levels that leans to 1. Then
/// <see cref="ErrorScale"/>
/// takes them to the present calm or unrest. And c makes up for what a sample over N observations leaves out and for
/// the p values estimated on the same data, c² = (1 + 5/N)·n/(n−p). How the constants were chosen: docs/performance.md.
/// </remarks>
internal static class CalibratedIntervals
{
    private const double SamplingLoss = 5.0;
    private const double SmoothedShare = 0.1;
    private const double PriorPower = 1.0;
    private const double PriorVariance = 0.02;
    private const double Outlying = 20.0;

    /// <summary>Quantile rows around the point forecast, <c>(levels, h)</c>.</summary>
    /// <param name="model">What forecasts from the origins.</param>
    /// <param name="task">The series, the levels, the horizon.</param>
    /// <param name="mean">The point forecast.</param>
    /// <param name="windows">Origins of a model whose forecasts are searches.</param>
    /// <exception cref="Tollama.Core.Errors.TollamaException">BadRequest: too short for two origins.</exception>
    public static double[][] Rows(in CalibrationModel model, SeriesTask task, double[] mean, int windows)
    {
        var origins = PastErrors.Of(model, task, windows);
        CutOutliers(origins);
        ToPresentLevel(origins, Sizes(origins, task.Horizon), PastErrors.LevelOf(task.Y, task.Season));
        ErrorScale.ToPresent(origins, Sizes(origins, task.Horizon), task.Count);
        double[] sizes = Sizes(origins, task.Horizon);
        var scores = Scores(origins, sizes);
        double factor = Inflation(model, task, origins[0].Start);
        double[][] rows = new double[task.Levels.Count][];
        for (int i = 0; i < rows.Length; i++)
        {
            double z = factor * WeightedQuantile(scores, task.Levels[i]);
            rows[i] = new double[task.Horizon];
            TensorPrimitives.MultiplyAdd(sizes, z, mean, rows[i]);
        }

        return rows;
    }

    private static double Inflation(in CalibrationModel model, SeriesTask task, int firstOrigin)
    {
        double free = Math.Min(model.FreeCount, task.Count / 2.0);
        return Math.Sqrt((1.0 + SamplingLoss / (task.Count - firstOrigin)) * task.Count / (task.Count - free));
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

    /// <summary>Mean size of the errors of each step, averaged over its neighbours, <c>(h)</c>.</summary>
    private static double[] Sizes(List<PastErrors> origins, int horizon)
    {
        double[] sums = new double[horizon];
        double[] masses = new double[horizon];
        foreach (var origin in origins)
        {
            for (int k = 0; k < origin.Errors.Length; k++)
            {
                sums[k] += origin.Weight * Math.Abs(origin.Errors[k]);
                masses[k] += origin.Weight;
            }
        }

        int reach = (int)Math.Ceiling(horizon * SmoothedShare);
        double[] sizes = new double[horizon];
        for (int k = 0; k < horizon; k++)
        {
            int first = Math.Max(0, k - reach);
            int count = Math.Min(horizon, k + reach + 1) - first;
            double mass = TensorPrimitives.Sum<double>(masses.AsSpan(first, count));
            sizes[k] = mass > 0.0 ? TensorPrimitives.Sum<double>(sums.AsSpan(first, count)) / mass : 0.0;
        }

        return sizes;
    }

    private static void ToPresentLevel(List<PastErrors> origins, double[] sizes, double level)
    {
        if (!(level > 0.0) || origins.Any(o => !(o.Level > 0.0)))
        {
            return;
        }

        double power = Power(origins, sizes);
        foreach (var origin in origins)
        {
            TensorPrimitives.Multiply(origin.Errors, Math.Pow(level / origin.Level, power), origin.Errors);
        }
    }

    /// <summary>b of size ∝ level^b: least squares of logs, with a prior worth a little variance.</summary>
    private static double Power(List<PastErrors> origins, double[] sizes)
    {
        var points = origins
            .Select(o => (X: Math.Log(o.Level), Y: Math.Log(RelativeSize(o, sizes))))
            .Where(point => double.IsFinite(point.Y))
            .ToList();
        if (points.Count == 0)
        {
            return 0.0;
        }

        double meanX = points.Average(point => point.X);
        double meanY = points.Average(point => point.Y);
        double variance = points.Average(point => (point.X - meanX) * (point.X - meanX));
        double covariance = points.Average(point => (point.X - meanX) * (point.Y - meanY));
        return Math.Clamp((covariance + PriorPower * PriorVariance) / (variance + PriorVariance), 0.0, 1.0);
    }

    private static double RelativeSize(PastErrors origin, double[] sizes)
    {
        double sum = 0.0;
        for (int k = 0; k < origin.Errors.Length; k++)
        {
            sum += sizes[k] > 0.0 ? Math.Abs(origin.Errors[k]) / sizes[k] : 0.0;
        }

        return sum / origin.Errors.Length;
    }

    /// <summary>e_{o,k}/a_k with the weights of their origins, ascending.</summary>
    private static List<(double Score, double Weight)> Scores(List<PastErrors> origins, double[] sizes)
    {
        var scores = new List<(double Score, double Weight)>();
        foreach (var origin in origins)
        {
            for (int k = 0; k < origin.Errors.Length; k++)
            {
                scores.Add((sizes[k] > 0.0 ? origin.Errors[k] / sizes[k] : 0.0, origin.Weight));
            }
        }

        scores.Sort((left, right) => left.Score.CompareTo(right.Score));
        return scores;
    }

    private static double WeightedQuantile(List<(double Score, double Weight)> scores, double level)
    {
        double target = level * scores.Sum(s => s.Weight);
        double sum = 0.0;
        foreach (var (score, weight) in scores)
        {
            sum += weight;
            if (sum >= target)
            {
                return score;
            }
        }

        return scores[^1].Score;
    }
}
