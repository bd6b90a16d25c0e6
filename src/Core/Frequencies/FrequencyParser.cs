using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tollama.Core.Frequencies;

/// <summary>Reads offset aliases: a count, a name, an anchor; fixed spans may be summed (<c>1h30min</c>).</summary>
internal static class FrequencyParser
{
    private static readonly string[] Months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static bool TryParse(string alias, [NotNullWhen(true)] out Frequency? frequency)
    {
        frequency = null;
        var rest = alias.AsSpan().Trim();
        if (rest.IsEmpty || !TakeTerm(ref rest, out double count, out string name))
        {
            return false;
        }

        if (SpanOf(name) is { } unit)
        {
            return TryParseSpans(rest, count * unit, out frequency);
        }

        frequency = rest.IsEmpty && count >= 1 && count <= 10_000 && count == Math.Floor(count)
            ? Calendar(name, (int)count)
            : null;
        return frequency is not null;
    }

    private static bool TryParseSpans(
        ReadOnlySpan<char> rest,
        double ticks,
        [NotNullWhen(true)] out Frequency? frequency)
    {
        frequency = null;
        while (!rest.IsEmpty)
        {
            if (!TakeTerm(ref rest, out double count, out string name) || SpanOf(name) is not { } unit)
            {
                return false;
            }

            ticks += count * unit;
        }

        // Nanoseconds below the clock's resolution of 100 cannot be stepped.
        if (ticks < 1 || ticks > TimeSpan.FromDays(366_000).Ticks || Math.Abs(ticks - Math.Round(ticks)) > 1e-6)
        {
            return false;
        }

        frequency = new Frequency { Unit = FrequencyUnit.Span, Span = TimeSpan.FromTicks((long)Math.Round(ticks)) };
        return true;
    }

    /// <summary>Takes <c>[count]name[-anchor]</c> from the front.</summary>
    private static bool TakeTerm(ref ReadOnlySpan<char> rest, out double count, out string name)
    {
        rest = rest.TrimStart();
        int digits = 0;
        while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
        {
            digits++;
        }

        count = 1;
        bool isNumber = digits == 0
            || double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count);
        rest = rest[digits..].TrimStart();
        int end = 0;
        while (end < rest.Length && (char.IsAsciiLetter(rest[end]) || rest[end] == '-' || IsInsideAnchor(rest, end)))
        {
            end++;
        }

        name = rest[..end].ToString();
        rest = rest[end..];
        return isNumber && end > 0;
    }

    private static bool IsInsideAnchor(ReadOnlySpan<char> text, int index) =>
        char.IsAsciiDigit(text[index]) && text[..index].Contains('-');

    /// <summary>Ticks of a fixed span, or null.</summary>
    private static double? SpanOf(string name) => name switch
    {
        "D" or "d" => TimeSpan.TicksPerDay,
        "h" or "H" => TimeSpan.TicksPerHour,
        "min" or "T" or "t" => TimeSpan.TicksPerMinute,
        "s" or "S" => TimeSpan.TicksPerSecond,
        "ms" or "L" or "l" => TimeSpan.TicksPerMillisecond,
        "us" or "U" or "u" => TimeSpan.TicksPerMicrosecond,
        "ns" or "N" or "n" => 0.01,
        _ => null,
    };

    private static Frequency? Calendar(string name, int count)
    {
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        string unit = dash < 0 ? name : name[..dash];
        string? anchor = dash < 0 ? null : name[(dash + 1)..].ToUpperInvariant();
        return unit switch
        {
            "B" or "b" or "C" or "c" when anchor is null => new Frequency
            {
                Unit = FrequencyUnit.BusinessDay,
                Count = count,
            },
            "bh" or "BH" when anchor is null => new Frequency { Unit = FrequencyUnit.BusinessHour, Count = count },
            "W" or "w" => Weekly(anchor, count),
            "WOM" => WeekOfMonth(anchor, count),
            "SMS" or "SME" or "SM" when anchor is null or "15" =>
                new Frequency { Unit = FrequencyUnit.SemiMonth, Count = count, IsAtEnd = unit != "SMS" },
            _ => Monthly(unit, anchor, count),
        };
    }

    private static Frequency? Weekly(string? anchor, int count)
    {
        int day = anchor is null ? 0 : Array.IndexOf(Weekdays, anchor);
        return day < 0 ? null : new Frequency { Unit = FrequencyUnit.Week, Count = count, Weekday = (DayOfWeek)day };
    }

    private static Frequency? WeekOfMonth(string? anchor, int count)
    {
        int day = anchor?.Length == 4 ? Array.IndexOf(Weekdays, anchor[1..]) : -1;
        return day < 0 || anchor![0] is < '1' or > '4'
            ? null
            : new Frequency
            {
                Unit = FrequencyUnit.WeekOfMonth,
                Count = count,
                Weekday = (DayOfWeek)day,
                WeekIndex = anchor[0] - '1',
            };
    }

    private static Frequency? Monthly(string unit, string? anchor, int count)
    {
        var (cycle, isAtEnd, isBusiness) = unit.ToUpperInvariant() switch
        {
            "MS" => (1, false, false),
            "ME" or "M" => (1, true, false),
            "BMS" => (1, false, true),
            "BME" or "BM" => (1, true, true),
            "QS" => (3, false, false),
            "QE" or "Q" => (3, true, false),
            "BQS" => (3, false, true),
            "BQE" or "BQ" => (3, true, true),
            "YS" or "AS" => (12, false, false),
            "YE" or "Y" or "A" => (12, true, false),
            "BYS" or "BAS" => (12, false, true),
            "BYE" or "BY" or "BA" => (12, true, true),
            _ => (0, false, false),
        };
        int month = anchor is null ? (isAtEnd ? 12 : 1) : Array.IndexOf(Months, anchor) + 1;
        return cycle == 0 || month == 0 || (cycle == 1 && anchor is not null)
            ? null
            : new Frequency
            {
                Unit = FrequencyUnit.Month,
                Count = count * cycle,
                MonthCycle = cycle,
                AnchorMonth = month,
                IsAtEnd = isAtEnd,
                IsBusiness = isBusiness,
            };
    }
}
