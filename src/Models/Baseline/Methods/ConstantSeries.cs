namespace Tollama.Models.Baseline.Methods;

/// <summary>The rule for series whose values are all equal: that value, without spread, before any search.</summary>
internal static class ConstantSeries
{
    /// <summary>Whether all values are equal.</summary>
    public static bool Is(ReadOnlySpan<double> y) => y.IndexOfAnyExcept(y[0]) < 0;

    /// <summary>The forecast.</summary>
    public static Prediction Forecast(SeriesTask task, FitReport report) =>
        Prediction.Flat(task.Y[0], task) with { Fit = report };
}
