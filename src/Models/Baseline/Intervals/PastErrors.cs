using System.Numerics.Tensors;
using Tollama.Core.Errors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>What a model missed from one origin of the history.</summary>
/// <param name="Start">Observations before the origin.</param>
/// <param name="Level">Mean of the last season before the origin.</param>
/// <param name="Weight">Weight: 1 now, half as much 3.65 horizons, or a quarter of the history, ago.</param>
/// <param name="Errors">y − forecast for the steps that the history still covers, at most h.</param>
/// <param name="Shifts">How far the forecast lay from those before, <see cref="ForecastShifts"/>, <c>(h)</c>.</param>
internal sealed record PastErrors(int Start, double Level, double Weight, double[] Errors, double[] Shifts)
{
    private const int MostOrigins = 128;
    private const int FewestOrigins = 2;
    private const int ShortestLevel = 12;
    private const int FewestSeasons = 10;
    private const double PerHorizon = 4.0;
    private const double EnoughOrigins = 8.0;
    private const double LeastHistory = 0.25;
    private const double HalfLifeHorizons = 3.65;
    private const double MostHalfLife = 0.25;

    /// <summary>
    /// Forecasts from origins over the last three quarters of the history, oldest first, the newest one as far from
    /// its end as they are from each other. Where there are seasons enough they stand whole seasons apart: there the
    /// model was at the same hour or month as it is now, and what it missed at each step depends on that. Otherwise
    /// a number of them makes a horizon, or of horizons their distance, so that what recurs does so at a whole number.
    /// </summary>
    /// <param name="model">What forecasts.</param>
    /// <param name="task">The series.</param>
    /// <param name="mean">The present point forecast, <c>(h)</c>.</param>
    /// <param name="windows">Origins of a model whose forecasts are searches: one horizon apart, the last ones.</param>
    /// <returns>What was missed, and the shifts of the present forecast, <c>(h)</c>.</returns>
    /// <exception cref="TollamaException">BadRequest: too short for two origins.</exception>
    public static (List<PastErrors> Origins, double[] Shifts) Of(
        in CalibrationModel model, SeriesTask task, double[] mean, int windows)
    {
        int least = Math.Max(
            model.Method.NeededObservations(task.Season, withIntervals: false), (int)(task.Count * LeastHistory));
        if (!model.Method.IsCheap)
        {
            least = (int)Math.Max(least, task.Count - (long)windows * task.Horizon);
        }

        double stride = Stride(task, least, model.Method.IsCheap ? MostOrigins : windows);
        var forecasts = new List<(int Start, double[] Mean, double[] Errors)>();
        for (double at = task.Count - stride; at >= least && MayGoOn(forecasts.Count, task); at -= stride)
        {
            int start = (int)at;
            if (TryForecast(model.Method, task, start) is { } forecast)
            {
                forecasts.Add((start, forecast.Mean, forecast.Errors));
            }
        }

        if (forecasts.Count < FewestOrigins)
        {
            throw task.Refusal(
                $"calibrated intervals need {FewestOrigins} earlier origins that the method can forecast from, the "
                + $"first after {least} observations; it has {task.Count}. "
                + "Give more observations, or other intervals.");
        }

        forecasts.Reverse();
        double halfLife = Math.Min(HalfLifeHorizons * Math.Max(stride, task.Horizon), MostHalfLife * task.Count);
        var shifts = new ForecastShifts(task.Horizon);
        List<PastErrors> origins = [.. forecasts.Select(forecast => new PastErrors(
            forecast.Start,
            LevelOf(task.Y[..forecast.Start], task.Season),
            Math.Pow(0.5, (task.Count - forecast.Start) / halfLife),
            forecast.Errors,
            shifts.Next(forecast.Start, forecast.Mean)))];
        return (origins, shifts.Next(task.Count, mean));
    }

    /// <summary>Takes errors and shifts to another size of the series, in place.</summary>
    public void Rescale(double factor)
    {
        TensorPrimitives.Multiply(Errors, factor, Errors);
        TensorPrimitives.Multiply(Shifts, factor, Shifts);
    }

    /// <summary>Mean of the last season, or of a dozen values.</summary>
    public static double LevelOf(ReadOnlySpan<double> y, int season)
    {
        var last = y[^Math.Min(y.Length, Math.Max(season, ShortestLevel))..];
        return TensorPrimitives.Sum(last) / last.Length;
    }

    /// <summary>The distance of origins, at least 1.</summary>
    private static double Stride(SeriesTask task, int least, int most)
    {
        int span = task.Count - least;
        double stride = Math.Max(1.0, span / (double)most);
        if (task.Season > 1 && span / task.Season >= FewestSeasons)
        {
            return task.Season * Math.Ceiling(stride / task.Season);
        }

        stride = Math.Max(stride, Math.Min(task.Horizon / PerHorizon, span / EnoughOrigins));
        return stride < task.Horizon
            ? task.Horizon / Math.Floor(task.Horizon / stride)
            : task.Horizon * Math.Ceiling(stride / task.Horizon);
    }

    private static bool MayGoOn(int found, SeriesTask task) => found < FewestOrigins || task.Budget.Look();

    /// <summary>
    /// The forecast from an origin and what it missed; null where the method refuses, or leaves the range of numbers.
    /// </summary>
    private static (double[] Mean, double[] Errors)? TryForecast(IForecastMethod method, SeriesTask task, int start)
    {
        double[] mean;
        try
        {
            mean = method.Forecast(task.Until(start) with { At = null }).Mean;
        }
        catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            return null; // this part of the history is impossible for the method: one origin less
        }

        int steps = Math.Min(mean.Length, task.Count - start);
        double[] errors = new double[steps];
        TensorPrimitives.Subtract(task.Y.Slice(start, steps), mean.AsSpan(0, steps), errors);
        return TensorPrimitives.IsFiniteAll<double>(errors) ? (mean, errors) : null;
    }
}
