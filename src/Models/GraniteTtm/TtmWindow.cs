using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// Which rows of a series the network reads: the last C in the order of the request, the first one repeated in front of
/// a short series, then all of them in order of time.
/// </summary>
internal static class TtmWindow
{
    /// <summary>Indices of the rows, <paramref name="context"/> of them.</summary>
    /// <exception cref="Core.Errors.TollamaException">BadRequest: a timestamp that is no date.</exception>
    public static int[] Rows(SeriesInput series, int context)
    {
        int count = series.Target.Count;
        int padding = Math.Max(0, context - count);
        int first = Math.Max(0, count - context);
        int[] rows = new int[context];
        for (int i = padding; i < context; i++)
        {
            rows[i] = first + i - padding;
        }

        var times = new DateTime[context];
        bool isOrdered = true;
        for (int i = padding; i < context; i++)
        {
            times[i] = FutureGrid.Timestamp(series, rows[i]);
            isOrdered &= i == padding || times[i - 1] <= times[i];
        }

        if (!isOrdered)
        {
            StampPadding(series, times, padding);
            Array.Sort([.. times.Select((time, i) => (time, i))], rows);
        }

        return rows;
    }

    /// <summary>The repeated rows stand on the grid before the first one, which need not be the earliest.</summary>
    private static void StampPadding(SeriesInput series, DateTime[] times, int padding)
    {
        if (padding == 0 || !Frequency.TryParse(series.Freq, out var frequency))
        {
            return;
        }

        var start = FrequencyGrid.RollForward(times[padding], frequency);
        for (int i = 0; i < padding; i++)
        {
            times[i] = Before(start, frequency, padding - i);
        }
    }

    private static DateTime Before(DateTime start, Frequency frequency, int steps)
    {
        try
        {
            return FrequencyGrid.Add(start, frequency, -steps);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Before the calendar begins: the earliest of all, as it would be.
            return DateTime.MinValue;
        }
    }
}
