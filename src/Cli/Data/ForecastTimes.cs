using System.Globalization;
using Tollama.Core.Frequencies;

namespace Tollama.Cli.Data;

/// <summary>Times of the forecast steps.</summary>
internal static class ForecastTimes
{
    /// <summary>
    /// The times of a series' steps, written like its history: on the grid of its frequency after the last observation,
    /// else the number of the step.
    /// </summary>
    public static IReadOnlyList<string> Of(SeriesOutcome series)
    {
        int steps = series.Mean.Count;
        if (series.Timestamps.Count > 0
            && Frequency.TryParse(series.Freq, out var frequency)
            && TimestampText.TryParse(series.Timestamps[^1], out var last)
            && FrequencyGrid.Future(last, frequency, steps) is { } dates)
        {
            bool areDays = series.Timestamps[^1].Length <= "2000-01-01".Length
                && dates.All(date => date.TimeOfDay == TimeSpan.Zero);
            string format = areDays ? "yyyy-MM-dd" : series.Timestamps[^1].Contains(' ', StringComparison.Ordinal)
                ? "yyyy-MM-dd HH:mm:ss"
                : "yyyy-MM-ddTHH:mm:ss";
            return [.. dates.Select(date => date.ToString(format, CultureInfo.InvariantCulture))];
        }

        return [.. Enumerable.Range(1, steps).Select(step => $"+{step.ToString(CultureInfo.InvariantCulture)}")];
    }
}
