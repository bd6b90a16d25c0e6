using System.Numerics.Tensors;
using Tollama.Core.Errors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>What a model missed from one origin of the history.</summary>
/// <param name="Start">Observations before the origin.</param>
/// <param name="Level">Mean of the last season before the origin; 0 where the series has negative values.</param>
/// <param name="Weight">Weight: 1 now, half as much eight horizons ago, or a quarter of the history.</param>
/// <param name="Errors">y − forecast for the steps that the history still covers, at most h.</param>
internal sealed record PastErrors(int Start, double Level, double Weight, double[] Errors)
{
    private const int MostOrigins = 64;
    private const int FewestOrigins = 2;
    private const int ShortestLevel = 12;
    private const int FewestSeasons = 10;
    private const double LeastHistory = 0.25;
    private const double HalfLifeHorizons = 8.0;
    private const double MostHalfLife = 0.25;

    /// <summary>
    /// Forecasts from origins over the last three quarters of the history, oldest first; where that has seasons enough,
    /// from origins whole seasons ago. There the model stood at the same hour or month as it does now, and what it
    /// missed at each step depends on that.
    /// </summary>
    /// <param name="model">What forecasts.</param>
    /// <param name="task">The series.</param>
    /// <param name="windows">Origins of a model whose forecasts are searches: one horizon apart, the last ones.</param>
    /// <exception cref="TollamaException">BadRequest: too short for two origins.</exception>
    public static List<PastErrors> Of(in CalibrationModel model, SeriesTask task, int windows)
    {
        int needed = model.Method.NeededObservations(task.Season, withIntervals: false);
        int least = Math.Max(needed, (int)(task.Count * LeastHistory));
        if (!model.IsCheap)
        {
            least = (int)Math.Max(least, task.Count - (long)windows * task.Horizon);
        }

        int most = model.IsCheap ? MostOrigins : windows;
        double stride = Math.Max(1.0, (task.Count - least) / (double)most);
        int nearest = 1;
        if (model.IsCheap && task.Season > 1 && (task.Count - least) / task.Season >= FewestSeasons)
        {
            stride = task.Season * Math.Ceiling(stride / task.Season);
            nearest = task.Season;
        }

        double halfLife = Math.Min(HalfLifeHorizons * Math.Max(stride, task.Horizon), MostHalfLife * task.Count);
        var origins = new List<PastErrors>();
        for (double at = task.Count - nearest; at >= least && MayGoOn(origins, task); at -= stride)
        {
            if (TryForecast(model.Method, task, (int)at) is { } errors)
            {
                double weight = Math.Pow(0.5, (task.Count - (int)at) / halfLife);
                origins.Add(new PastErrors((int)at, LevelOf(task.Y[..(int)at], task.Season), weight, errors));
            }
        }

        origins.Reverse();
        return origins.Count >= FewestOrigins
            ? origins
            : throw task.Refusal(
                $"calibrated intervals need {FewestOrigins} earlier origins that the method can forecast from, the "
                + $"first after {least} observations; it has {task.Count}. "
                + "Give more observations, or other intervals.");
    }

    /// <summary>Mean of the last season, or of a dozen values; 0 where the level says nothing of the size.</summary>
    public static double LevelOf(ReadOnlySpan<double> y, int season)
    {
        if (y.IsEmpty || TensorPrimitives.Min(y) < 0.0)
        {
            return 0.0;
        }

        var last = y[^Math.Min(y.Length, Math.Max(season, ShortestLevel))..];
        return TensorPrimitives.Sum(last) / last.Length;
    }

    private static bool MayGoOn(List<PastErrors> origins, SeriesTask task) =>
        origins.Count < FewestOrigins || task.Budget.Look();

    /// <summary>The errors after an origin; null where the method refuses, or leaves the range of numbers.</summary>
    private static double[]? TryForecast(IForecastMethod method, SeriesTask task, int start)
    {
        double[] mean;
        try
        {
            mean = method.Forecast(ConformalIntervals.Window(task, start) with { At = null }).Mean;
        }
        catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            return null; // this part of the history is impossible for the method: one origin less
        }

        int steps = Math.Min(mean.Length, task.Count - start);
        double[] errors = new double[steps];
        TensorPrimitives.Subtract(task.Y.Slice(start, steps), mean.AsSpan(0, steps), errors);
        return TensorPrimitives.IsFiniteAll<double>(errors) ? errors : null;
    }
}
