using System.Globalization;
using System.Text;

namespace Tollama.Core.Frequencies;

/// <summary>
/// Reads and writes timestamps. Reading takes what pandas takes: ISO 8601 in its usual shapes (without an allocation),
/// compact dates, slashes, and English month names; a text without a zone is UTC.
/// </summary>
public static class TimestampText
{
    private static readonly string[] OtherFormats =
    [
        "yyyyMMdd",
        "yyyyMMdd'T'HHmmss",
        "yyyyMMddHHmmss",
        "yyyyMMdd HH:mm:ss",
        "M/d/yyyy",
        "M/d/yyyy H:mm",
        "M/d/yyyy H:mm:ss",
        "M-d-yyyy",
        "d MMM yyyy",
        "MMM d, yyyy",
        "MMMM d, yyyy",
        "MMM yyyy",
        "MMMM yyyy",
        "d-MMM-yyyy",
        "yyyy-MMM-d",
    ];

    /// <summary>Parses a timestamp.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="utc">The instant, kind UTC.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTime utc) => TryParse(utf8, out utc, out _);

    /// <summary>Parses a timestamp.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="utc">The instant, kind UTC.</param>
    /// <param name="offset">Offset from UTC that the text names; null where it names none.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTime utc, out TimeSpan? offset)
    {
        utf8 = utf8.Trim(" \t"u8);
        if (TryParseIso(utf8, out utc, out offset))
        {
            return true;
        }

        offset = null;

        string text = Encoding.UTF8.GetString(utf8);
        const DateTimeStyles Styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        return DateTime.TryParseExact(text, OtherFormats, CultureInfo.InvariantCulture, Styles, out utc);
    }

    /// <summary>Parses a timestamp.</summary>
    public static bool TryParse(string text, out DateTime utc) => TryParse(Encoding.UTF8.GetBytes(text), out utc);

    /// <summary>ISO 8601 in UTC with <c>Z</c>; microseconds only when there are any.</summary>
    public static string Format(DateTime utc) => utc.ToString(
        utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
        CultureInfo.InvariantCulture);

    private static bool TryParseIso(ReadOnlySpan<byte> text, out DateTime utc, out TimeSpan? offset)
    {
        utc = default;
        offset = null;
        if (!TakeDate(ref text, out int year, out int month, out int day))
        {
            return false;
        }

        var time = TimeSpan.Zero;
        var zone = TimeSpan.Zero;
        if (!text.IsEmpty)
        {
            if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' '))
            {
                return false;
            }

            text = text[1..].TrimStart((byte)' ');
            if (!TakeTime(ref text, out time))
            {
                return false;
            }

            bool hasZone = !text.TrimStart((byte)' ').IsEmpty;
            if (!TakeZone(text, out zone))
            {
                return false;
            }

            offset = hasZone ? zone : null;
        }

        long ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks + time.Ticks - zone.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    private static bool TakeDate(ref ReadOnlySpan<byte> text, out int year, out int month, out int day)
    {
        month = 1;
        day = 1;
        if (!TakeNumber(ref text, 4, 4, out year) || year == 0)
        {
            return false;
        }

        if (text.IsEmpty)
        {
            return true;
        }

        byte separator = text[0];
        if (separator is not ((byte)'-' or (byte)'/' or (byte)'.'))
        {
            return false;
        }

        text = text[1..];
        if (!TakeNumber(ref text, 1, 2, out month) || month is < 1 or > 12)
        {
            return false;
        }

        if (text.IsEmpty || text[0] != separator)
        {
            return text.IsEmpty;
        }

        text = text[1..];
        return TakeNumber(ref text, 1, 2, out day) && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool TakeTime(ref ReadOnlySpan<byte> text, out TimeSpan time)
    {
        time = default;
        if (!TakeNumber(ref text, 1, 2, out int hours) || hours > 23)
        {
            return false;
        }

        int minutes = 0;
        int seconds = 0;
        long fraction = 0;
        if (TakeSign(ref text, (byte)':'))
        {
            if (!TakeNumber(ref text, 2, 2, out minutes) || minutes > 59)
            {
                return false;
            }

            if (TakeSign(ref text, (byte)':')
                && (!TakeNumber(ref text, 2, 2, out seconds) || seconds > 59 || !TakeFraction(ref text, out fraction)))
            {
                return false;
            }
        }

        time = new TimeSpan(hours, minutes, seconds) + TimeSpan.FromTicks(fraction);
        return true;
    }

    private static bool TakeFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!TakeSign(ref text, (byte)'.') && !TakeSign(ref text, (byte)','))
        {
            return true;
        }

        long unit = TimeSpan.TicksPerSecond / 10;
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            ticks += (text[digits] - (byte)'0') * unit; // digits below 100 ns have unit 0
            unit /= 10;
            digits++;
        }

        text = text[digits..];
        return digits is > 0 and <= 9;
    }

    private static bool TakeZone(ReadOnlySpan<byte> text, out TimeSpan zone)
    {
        zone = TimeSpan.Zero;
        text = text.TrimStart((byte)' ');
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
        {
            return true;
        }

        int sign = text[0] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        text = text[1..];
        var head = text.Length > 2 ? text[..2] : text;
        if (sign == 0 || !TakeNumber(ref head, 2, 2, out int hours) || hours > 23)
        {
            return false;
        }

        text = text[2..];
        _ = TakeSign(ref text, (byte)':');
        int minutes = 0;
        if (!text.IsEmpty && (!TakeNumber(ref text, 2, 2, out minutes) || minutes > 59 || !text.IsEmpty))
        {
            return false;
        }

        zone = sign * new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool TakeSign(ref ReadOnlySpan<byte> text, byte sign)
    {
        bool isThere = !text.IsEmpty && text[0] == sign;
        text = isThere ? text[1..] : text;
        return isThere;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        value = 0;
        int digits = 0;
        while (digits < most && digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (text[digits] - (byte)'0');
            digits++;
        }

        text = text[digits..];
        return digits >= least && (text.IsEmpty || text[0] is not (>= (byte)'0' and <= (byte)'9'));
    }
}
