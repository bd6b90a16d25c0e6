using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Frequencies;

/// <summary>The dates of a series' horizon.</summary>
public static class FutureGrid
{
    /// <summary>Time of the first step after the last observation, ISO 8601 with <c>Z</c>.</summary>
    /// <exception cref="TollamaException">BadRequest: the freq or the last timestamp cannot be used.</exception>
    public static string FirstStep(SeriesInput series) => TimestampText.Format(Steps(series, 1)[0]);

    /// <summary>
    /// Time one step after the last observation, as data-frame models count it (<see cref="FrequencyGrid.After"/>), ISO
    /// 8601 with <c>Z</c>.
    /// </summary>
    /// <exception cref="TollamaException">BadRequest: the freq or the last timestamp cannot be used.</exception>
    public static string NextStep(SeriesInput series)
    {
        var (last, frequency) = End(series);
        return FrequencyGrid.After(last, frequency) is { } next
            ? TimestampText.Format(next)
            : throw LeavesTheCalendar(series, last, 1);
    }

    /// <summary>The horizon's dates, UTC.</summary>
    /// <exception cref="TollamaException">BadRequest: the freq or the last timestamp cannot be used.</exception>
    public static DateTime[] Steps(SeriesInput series, int horizon)
    {
        var (last, frequency) = End(series);
        return FrequencyGrid.Future(last, frequency, horizon) ?? throw LeavesTheCalendar(series, last, horizon);
    }

    /// <summary>One of the series' timestamps, UTC.</summary>
    /// <exception cref="TollamaException">BadRequest: the text is no date.</exception>
    public static DateTime Timestamp(SeriesInput series, int index) =>
        TimestampText.TryParse(series.Timestamps.Utf8(index), out var date)
            ? date
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' has the timestamp '{series.Timestamps[index]}', which is no date; use ISO 8601."
            );

    private static (DateTime Last, Frequency Frequency) End(SeriesInput series) =>
        Frequency.TryParse(series.Freq, out var frequency)
            ? (Timestamp(series, series.Timestamps.Count - 1), frequency)
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' has freq '{series.Freq}', which is no offset alias; use one such as h, D, "
                    + "W-MON, MS.");

    private static TollamaException LeavesTheCalendar(SeriesInput series, DateTime last, int steps) => new(
        ErrorCode.BadRequest,
        $"Series '{series.Id}' ends at {TimestampText.Format(last)}; {steps} steps of '{series.Freq}' leave the "
        + "calendar. Lower the horizon.");
}
