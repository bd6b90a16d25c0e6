using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Ingest;

namespace Tollama.Core.Parquet;

/// <summary>Times of Parquet columns as ISO 8601 texts.</summary>
internal static class TimeText
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The zone of a name or of an offset; UTC where this machine does not know it.</summary>
    public static TimeZoneInfo FindZone(string? name)
    {
        if (name is null)
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeSpan.TryParseExact(name.TrimStart('+', '-'), @"hh\:mm", CultureInfo.InvariantCulture, out var offset))
        {
            offset = name.StartsWith('-') ? -offset : offset;
            return offset.Duration() <= TimeSpan.FromHours(14)
                ? TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name)
                : TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
    }

    /// <summary>A date.</summary>
    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="column">Name of the column, for the fault of a date outside the calendar.</param>
    public static string Date(long days, string column)
    {
        long ticks = DateTime.UnixEpoch.Ticks + (Math.Clamp(days, -1_000_000, 4_000_000) * TimeSpan.TicksPerDay);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw Outside(column);
    }

    /// <summary>
    /// A point in time: seconds, with as many digits as it needs, and the offset where there is a zone.
    /// </summary>
    /// <param name="value">Units since 1970-01-01T00:00:00.</param>
    /// <param name="unit">Nanoseconds of a unit, a divisor of 10⁹.</param>
    /// <param name="zone">The zone to write it in; null for a reading of a wall clock.</param>
    /// <param name="column">Name of the column, for the fault of a time outside the calendar.</param>
    public static string Time(long value, long unit, TimeZoneInfo? zone, string column)
    {
        long perSecond = NanosecondsPerSecond / unit;
        long seconds = Math.DivRem(value, perSecond, out long rest);
        if (rest < 0)
        {
            seconds--;
            rest += perSecond;
        }

        const long SecondsTo1970 = 62_135_596_800;
        if (seconds < -SecondsTo1970 || seconds >= (DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond) - SecondsTo1970)
        {
            throw Outside(column);
        }

        var utc = DateTime.UnixEpoch.AddSeconds(seconds);
        var offset = zone?.GetUtcOffset(utc);
        long wall = utc.Ticks + (offset?.Ticks ?? 0);
        if (wall < 0 || wall > DateTime.MaxValue.Ticks)
        {
            throw Outside(column);
        }

        string text = new DateTime(wall).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return text + Fraction(rest * unit) + (offset is { } shift ? OffsetText.Format(shift) : string.Empty);
    }

    private static string Fraction(long nanoseconds) => nanoseconds == 0 ? string.Empty
        : nanoseconds % 1000 == 0 ? string.Create(CultureInfo.InvariantCulture, $".{nanoseconds / 1000:000000}")
        : string.Create(CultureInfo.InvariantCulture, $".{nanoseconds:000000000}");

    private static TollamaException Outside(string column) => new(
        ErrorCode.InvalidRequest, $"Column '{column}' holds a time outside the years 1 to 9999; correct it.");
}
