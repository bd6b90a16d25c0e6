using System.Globalization;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Core.Synthesis;

/// <summary>Timestamps of synthetic series: those of the source, continued where more are needed.</summary>
public static class SyntheticTimes
{
    /// <summary>Timestamps for a number of points.</summary>
    /// <param name="source">The source.</param>
    /// <param name="length">Number of points.</param>
    /// <param name="warning">
    /// A sentence where no spacing could be found and points are only counted; null otherwise.
    /// </param>
    public static IReadOnlyList<string> Extend(SeriesInput source, int length, out string? warning)
    {
        warning = null;
        if (length <= source.Timestamps.Count)
        {
            return [.. Enumerable.Range(0, length).Select(i => source.Timestamps[i])];
        }

        if (TimestampText.TryParse(source.Timestamps.Utf8(0), out var first, out var offset)
            && Steps(source, first, length - 1) is { } further)
        {
            return [.. further.Prepend(first).Select(time => Format(time, offset))];
        }

        warning = $"{source.Id}: no spacing can be found; its synthetic points are only counted";
        return [.. Enumerable.Range(0, length).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>
    /// Even steps by the clock, months and longer on the calendar's grid, else the spacing of the first two points.
    /// </summary>
    private static DateTime[]? Steps(SeriesInput source, DateTime first, int count)
    {
        var nominal = SynthesisFrequency.Parse(source.Freq);
        if (!nominal.IsEven && Frequency.TryParse(source.Freq, out var frequency))
        {
            return FrequencyGrid.Future(first, frequency, count);
        }

        var step = nominal.Step;
        if (step is null && TimestampText.TryParse(source.Timestamps[1], out var second) && second > first)
        {
            step = second - first;
        }

        bool fits = step is { } span && (DateTime.MaxValue - first) / span > count;
        return fits ? [.. Enumerable.Range(1, count).Select(i => first + (step!.Value * i))] : null;
    }

    /// <summary>ISO 8601 with the zone that the source names, if it names one.</summary>
    private static string Format(DateTime utc, TimeSpan? offset)
    {
        if (offset == TimeSpan.Zero)
        {
            return TimestampText.Format(utc);
        }

        var local = utc + (offset ?? TimeSpan.Zero);
        string text = TimestampText.Format(local).TrimEnd('Z');
        return offset is { } zone
            ? text + new DateTimeOffset(local.Ticks, zone).ToString("zzz", CultureInfo.InvariantCulture)
            : text;
    }
}
