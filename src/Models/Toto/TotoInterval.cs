using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Models.Toto;

/// <summary>
/// The step of a series as the original daemon takes it for Toto: the median positive spacing of its stamps in whole
/// seconds, whatever its freq says (covariates-and-families §4.6).
/// </summary>
internal static class TotoInterval
{
    /// <summary>Time of the first step after the last observation.</summary>
    /// <param name="series">The series.</param>
    /// <param name="context">How many of its last points are read.</param>
    /// <exception cref="TollamaException">BadRequest: no positive spacing, no date, or the calendar ends.</exception>
    public static string FirstStep(SeriesInput series, int context)
    {
        int count = series.Timestamps.Count;
        int first = Math.Max(0, count - context);
        var seconds = new long[count - first];
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = (FutureGrid.Timestamp(series, first + i) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        }

        long step = Median(seconds) ?? throw new TollamaException(
            ErrorCode.BadRequest,
            $"The timestamps of series '{series.Id}' never advance by a second or more; put them in order of time.");
        var last = FutureGrid.Timestamp(series, count - 1);
        return step <= (DateTime.MaxValue - last).Ticks / TimeSpan.TicksPerSecond
            ? TimestampText.Format(last.AddSeconds(step))
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' ends at {TimestampText.Format(last)}; a further step leaves the calendar.");
    }

    /// <summary>
    /// The median positive spacing, the rounded mean of the middle two where their number is even; null without any.
    /// </summary>
    public static long? Median(ReadOnlySpan<long> seconds)
    {
        var spacings = new List<long>(seconds.Length);
        for (int i = 1; i < seconds.Length; i++)
        {
            if (seconds[i] > seconds[i - 1])
            {
                spacings.Add(seconds[i] - seconds[i - 1]);
            }
        }

        if (spacings.Count == 0)
        {
            return null;
        }

        spacings.Sort();
        int middle = spacings.Count / 2;
        return spacings.Count % 2 == 1
            ? spacings[middle]
            : (long)Math.Round((spacings[middle - 1] + spacings[middle]) / 2.0, MidpointRounding.ToEven);
    }
}
