using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Frequencies;

/// <summary>The dates of a series' horizon.</summary>
public static class FutureGrid
{
    /// <summary>Time of the first step after the last observation, ISO 8601 with <c>Z</c>.</summary>
    /// <exception cref="TollamaException">BadRequest: the freq or the last timestamp cannot be used.</exception>
    public static string FirstStep(SeriesInput series) => TimestampText.Format(Steps(series, 1)[0]);

    /// <summary>The horizon's dates, UTC.</summary>
    /// <exception cref="TollamaException">BadRequest: the freq or the last timestamp cannot be used.</exception>
    public static DateTime[] Steps(SeriesInput series, int horizon)
    {
        if (!Frequency.TryParse(series.Freq, out var frequency))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' has freq '{series.Freq}', which is no offset alias; use one such as h, D, "
                    + "W-MON, MS."
            );
        }

        var last = Timestamp(series, series.Timestamps.Count - 1);
        return FrequencyGrid.Future(last, frequency, horizon)
            ?? throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' ends at {TimestampText.Format(last)}; {horizon} steps of '{series.Freq}' leave "
                    + "the "
                + "calendar. Lower the horizon.");
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
}
