using System.Globalization;

namespace Tollama.Core.Frequencies;

/// <summary>
/// Finds the offset alias of regular timestamps (contract/http-api §6): the rules and their order are those of pandas'
/// <c>infer_freq</c>, the spellings those of its version 2.2.
/// </summary>
public static class FrequencyInference
{
    /// <summary>Share of the spacings that makes one of them dominate.</summary>
    public const double DominantShare = 0.8;

    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly string[] Months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>The alias of timestamps that ascend, or null when they fit none.</summary>
    /// <param name="ascending">Instants, at least three for an answer, strictly ascending for an answer.</param>
    public static string? Infer(ReadOnlySpan<DateTime> ascending)
    {
        if (ascending.Length < 3)
        {
            return null;
        }

        var spacings = Spacings.Of(ascending);
        if (spacings.Least <= 0)
        {
            return null;
        }

        if (spacings.Least % TimeSpan.TicksPerDay == 0)
        {
            return InferDays(ascending, spacings);
        }

        if (spacings.IsBusinessHours)
        {
            return "bh";
        }

        return spacings.IsConstant ? InferSpan(spacings.Least) : null;
    }

    /// <summary>
    /// The alias of the spacing that dominates among timestamps with gaps, or null when none does: at least 0.8 of the
    /// spacings, or 0.5 where there are 1000 or more. Daily data without weekends is <c>B</c>.
    /// </summary>
    /// <param name="ascending">Instants in ascending order; equal ones may follow each other.</param>
    /// <param name="countsPositiveOnly">Whether the share is taken among positive spacings only.</param>
    /// <param name="leastShare">Share that is enough however few the spacings are.</param>
    public static DominantFrequency? InferDominant(
        ReadOnlySpan<DateTime> ascending, bool countsPositiveOnly = false, double leastShare = DominantShare)
    {
        if (ascending.Length < 3)
        {
            return null;
        }

        var counts = new Dictionary<long, int>();
        int positive = 0;
        for (int i = 1; i < ascending.Length; i++)
        {
            long spacing = ascending[i].Ticks - ascending[i - 1].Ticks;
            if (spacing > 0)
            {
                counts[spacing] = counts.GetValueOrDefault(spacing) + 1;
                positive++;
            }
        }

        int total = countsPositiveOnly ? positive : ascending.Length - 1;
        if (positive == 0)
        {
            return null;
        }

        var (dominant, count) = counts.MaxBy(pair => pair.Value);
        double share = (double)count / total;
        if (share < leastShare && (share < 0.5 || total < 1000))
        {
            return null;
        }

        string? alias = IsBusinessDaily(ascending, counts, positive, dominant) ? "B" : InferDominantSpan(dominant);
        return alias is null ? null : new DominantFrequency(alias, share);
    }

    private static bool IsBusinessDaily(
        ReadOnlySpan<DateTime> dates, Dictionary<long, int> counts, int positive, long dominant)
    {
        const long Day = TimeSpan.TicksPerDay;
        if (dominant != Day || !counts.Keys.Any(spacing => spacing >= 3 * Day))
        {
            return false;
        }

        foreach (var date in dates)
        {
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                return false;
            }
        }

        int usual = counts.Where(pair => pair.Key is Day or 3 * Day or 4 * Day).Sum(pair => pair.Value);
        return usual >= 0.95 * positive;
    }

    private static string? InferDominantSpan(long ticks)
    {
        if (ticks % TimeSpan.TicksPerDay == 0)
        {
            return WithCount("D", ticks / TimeSpan.TicksPerDay);
        }

        return ticks % TimeSpan.TicksPerSecond == 0 ? InferSpan(ticks) : null;
    }

    private static string InferSpan(long ticks)
    {
        (long Unit, string Alias)[] units =
        [
            (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "min"), (TimeSpan.TicksPerSecond, "s"),
            (TimeSpan.TicksPerMillisecond, "ms"), (TimeSpan.TicksPerMicrosecond, "us"),
        ];
        foreach (var (unit, alias) in units)
        {
            if (ticks % unit == 0)
            {
                return WithCount(alias, ticks / unit);
            }
        }

        return WithCount("ns", ticks * TimeSpan.NanosecondsPerTick);
    }

    private static string? InferDays(ReadOnlySpan<DateTime> dates, Spacings spacings)
    {
        if (InferMonths(dates) is { } monthly)
        {
            return monthly;
        }

        if (spacings.IsConstant)
        {
            long days = spacings.Least / TimeSpan.TicksPerDay;
            return days % 7 == 0
                ? WithCount("W-" + Weekdays[(int)dates[0].DayOfWeek], days / 7)
                : WithCount("D", days);
        }

        return spacings.IsOneAndThreeDays && HasBusinessShifts(dates) ? "B" : InferWeekOfMonth(dates);
    }

    /// <summary>
    /// Years, then quarters, then months: constant steps between dates at the same edge of their month.
    /// </summary>
    private static string? InferMonths(ReadOnlySpan<DateTime> dates)
    {
        int months = MonthNumber(dates[1]) - MonthNumber(dates[0]);
        bool isConstant = true;
        bool isOneMonth = true;
        int years = dates[1].Year - dates[0].Year;
        bool hasConstantYears = true;
        for (int i = 1; i < dates.Length; i++)
        {
            isConstant &= MonthNumber(dates[i]) - MonthNumber(dates[i - 1]) == months;
            hasConstantYears &= dates[i].Year - dates[i - 1].Year == years;
            isOneMonth &= dates[i].Month == dates[0].Month;
        }

        if (!isConstant || MonthEdge(dates) is not { } edge)
        {
            return null;
        }

        if (hasConstantYears && isOneMonth)
        {
            return WithCount($"{edge.Prefix}Y{edge.Suffix}-{Months[dates[0].Month - 1]}", years);
        }

        if (months % 3 != 0)
        {
            return WithCount($"{edge.Prefix}M{edge.Suffix}", months);
        }

        // a quarter is named after the last month of its cycle in the year
        int anchor = 12 - ((12 - dates[0].Month) % 3);
        return WithCount($"{edge.Prefix}Q{edge.Suffix}-{Months[anchor - 1]}", months / 3);
    }

    private static int MonthNumber(DateTime date) => (date.Year * 12) + date.Month;

    /// <summary>The edge of the month at which every date stands: end before start, calendar before business.</summary>
    private static (string Prefix, string Suffix)? MonthEdge(ReadOnlySpan<DateTime> dates)
    {
        bool isStart = true;
        bool isBusinessStart = true;
        bool isEnd = true;
        bool isBusinessEnd = true;
        foreach (var date in dates)
        {
            int left = DateTime.DaysInMonth(date.Year, date.Month) - date.Day;
            isStart &= date.Day == 1;
            isBusinessStart &= date.Day == 1 || (date.Day <= 3 && date.DayOfWeek == DayOfWeek.Monday);
            isEnd &= left == 0;
            isBusinessEnd &= left == 0 || (left < 3 && date.DayOfWeek == DayOfWeek.Friday);
        }

        return (isEnd, isBusinessEnd, isStart, isBusinessStart) switch
        {
            (true, _, _, _) => ("", "E"),
            (_, true, _, _) => ("B", "E"),
            (_, _, true, _) => ("", "S"),
            (_, _, _, true) => ("B", "S"),
            _ => null,
        };
    }

    /// <summary>Three-day steps end on Mondays, one-day steps on the other weekdays.</summary>
    private static bool HasBusinessShifts(ReadOnlySpan<DateTime> dates)
    {
        for (int i = 1; i < dates.Length; i++)
        {
            bool isLong = dates[i].Ticks - dates[i - 1].Ticks > TimeSpan.TicksPerDay;
            bool fits = dates[i].DayOfWeek switch
            {
                DayOfWeek.Monday => isLong,
                DayOfWeek.Saturday or DayOfWeek.Sunday => false,
                _ => !isLong,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static string? InferWeekOfMonth(ReadOnlySpan<DateTime> dates)
    {
        int? week = null;
        foreach (var date in dates)
        {
            int own = (date.Day - 1) / 7;
            if (date.DayOfWeek != dates[0].DayOfWeek || (own < 4 && week is { } known && known != own))
            {
                return null;
            }

            week = own < 4 ? own : week; // fifth weeks are passed over, as there
        }

        return week is { } found ? $"WOM-{found + 1}{Weekdays[(int)dates[0].DayOfWeek]}" : null;
    }

    private static string WithCount(string alias, long count) =>
        count == 1 ? alias : string.Create(CultureInfo.InvariantCulture, $"{count}{alias}");

    /// <summary>What the inference asks about the distances between neighbours.</summary>
    private readonly record struct Spacings(long Least, bool IsConstant, bool IsBusinessHours, bool IsOneAndThreeDays)
    {
        private const long Hour = TimeSpan.TicksPerHour;

        public static Spacings Of(ReadOnlySpan<DateTime> ascending)
        {
            const int Enough = 4; // no rule asks for more than three different spacings
            var distinct = new SortedSet<long>();
            long least = long.MaxValue;
            for (int i = 1; i < ascending.Length; i++)
            {
                long spacing = ascending[i].Ticks - ascending[i - 1].Ticks;
                least = Math.Min(least, spacing);
                if (distinct.Count < Enough)
                {
                    distinct.Add(spacing);
                }
            }

            bool isBusinessHours = distinct.SetEquals([Hour, 17 * Hour])
                || distinct.SetEquals([Hour, 65 * Hour])
                || distinct.SetEquals([Hour, 17 * Hour, 65 * Hour]);
            return new Spacings(
                least, distinct.Count == 1, isBusinessHours, distinct.SetEquals([24 * Hour, 72 * Hour]));
        }
    }
}
