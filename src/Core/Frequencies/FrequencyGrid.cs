namespace Tollama.Core.Frequencies;

/// <summary>Steps along a frequency's grid of dates.</summary>
public static class FrequencyGrid
{
    /// <summary>
    /// The horizon's timestamps: steps after <paramref name="last"/> on the grid. A last observation that is off the
    /// grid is first moved to the next grid date, which counts as the anchor and is not part of the result
    /// (covariates-and-families §3).
    /// </summary>
    /// <param name="last">Time of the last observation, UTC.</param>
    /// <param name="frequency">The grid.</param>
    /// <param name="steps">How many dates.</param>
    /// <returns>The dates, or null when they leave the calendar (years 1 to 9999).</returns>
    public static DateTime[]? Future(DateTime last, Frequency frequency, int steps)
    {
        try
        {
            var dates = new DateTime[steps];
            var anchor = RollForward(last, frequency);
            var previous = anchor;
            for (int i = 0; i < steps; i++)
            {
                dates[i] = IsDirect(frequency) ? Add(anchor, frequency, i + 1) : Add(previous, frequency, 1);
                previous = dates[i];
            }

            return dates;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// One step after a date, as pandas adds an offset: to a date off the grid the next grid date is the first of the
    /// step's units, so that a month begun in its middle ends with the month.
    /// </summary>
    /// <param name="last">Time of the last observation, UTC.</param>
    /// <param name="frequency">The grid.</param>
    /// <returns>The date, or null when it leaves the calendar (years 1 to 9999).</returns>
    public static DateTime? After(DateTime last, Frequency frequency)
    {
        try
        {
            var anchor = RollForward(last, frequency);
            if (anchor == last || frequency.Unit == FrequencyUnit.BusinessHour)
            {
                return Add(anchor, frequency, 1);
            }

            int unit = frequency.Unit == FrequencyUnit.Month ? frequency.MonthCycle : 1;
            return frequency.Count == unit ? anchor : Add(anchor, frequency with { Count = frequency.Count - unit }, 1);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// The grid's dates from <paramref name="first"/>, or the next one after it, to <paramref name="last"/>.
    /// </summary>
    /// <param name="first">Earliest date.</param>
    /// <param name="last">Latest date.</param>
    /// <param name="frequency">The grid.</param>
    /// <param name="most">Most dates.</param>
    /// <returns>The dates, or null when there are more than <paramref name="most"/>.</returns>
    public static IReadOnlyList<DateTime>? Between(DateTime first, DateTime last, Frequency frequency, int most)
    {
        var dates = new List<DateTime>();
        try
        {
            var anchor = RollForward(first, frequency);
            for (var date = anchor; date <= last;)
            {
                if (dates.Count == most)
                {
                    return null;
                }

                dates.Add(date);
                date = IsDirect(frequency) ? Add(anchor, frequency, dates.Count) : Add(date, frequency, 1);
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            return dates; // the grid's next date would leave the calendar, so none is left before the last one
        }

        return dates;
    }

    /// <summary>The date itself when it is on the grid, else the next grid date; the time of day is kept.</summary>
    public static DateTime RollForward(DateTime date, Frequency frequency) => frequency.Unit switch
    {
        FrequencyUnit.BusinessDay => NextBusinessDay(date),
        FrequencyUnit.BusinessHour => BusinessHours.RollForward(date),
        FrequencyUnit.Week => date.AddDays(((int)frequency.Weekday - (int)date.DayOfWeek + 7) % 7),
        FrequencyUnit.WeekOfMonth => RollWithin(date, month => InWeekOfMonth(month, frequency)),
        FrequencyUnit.SemiMonth => SemiMonths.RollForward(date, frequency.IsAtEnd),
        FrequencyUnit.Month => RollMonth(date, frequency),
        _ => date,
    };

    /// <summary>A grid date moved by whole steps.</summary>
    public static DateTime Add(DateTime date, Frequency frequency, int steps) =>
        frequency.Unit switch
        {
            FrequencyUnit.Span => date.AddTicks(checked(frequency.Span.Ticks * steps)),
            FrequencyUnit.Week => date.AddDays(7.0 * frequency.Count * steps),
            FrequencyUnit.Month => DateInMonth(MonthOf(date).AddMonths(frequency.Count * steps), frequency)
                + date.TimeOfDay,
            FrequencyUnit.WeekOfMonth => InWeekOfMonth(MonthOf(date).AddMonths(frequency.Count * steps), frequency)
                + date.TimeOfDay,
            FrequencyUnit.BusinessDay => AddBusinessDays(date, frequency.Count * steps),
            FrequencyUnit.BusinessHour => BusinessHours.Add(date, frequency.Count * steps),
            _ => SemiMonths.Add(date, frequency.IsAtEnd, frequency.Count * steps),
        };

    /// <summary>Whether a step can be computed from the anchor without walking there.</summary>
    private static bool IsDirect(Frequency frequency) =>
        frequency.Unit is FrequencyUnit.Span or FrequencyUnit.Week or FrequencyUnit.Month or FrequencyUnit.WeekOfMonth;

    internal static DateTime MonthOf(DateTime date) => new(date.Year, date.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static DateTime EndOfMonth(DateTime month) =>
        month.AddDays(DateTime.DaysInMonth(month.Year, month.Month) - 1);

    internal static DateTime NextBusinessDay(DateTime date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(2),
        DayOfWeek.Sunday => date.AddDays(1),
        _ => date,
    };

    private static DateTime AddBusinessDays(DateTime date, int days)
    {
        date = date.AddDays(days / 5 * 7.0);
        for (int rest = days % 5; rest > 0; rest--)
        {
            date = NextBusinessDay(date.AddDays(1));
        }

        return date;
    }

    private static DateTime RollMonth(DateTime date, Frequency frequency)
    {
        var month = MonthOf(date);
        int ahead = (((frequency.AnchorMonth - month.Month) % frequency.MonthCycle) + frequency.MonthCycle)
            % frequency.MonthCycle;
        var candidate = DateInMonth(month.AddMonths(ahead), frequency);
        return (
                candidate >= date.Date
                    ? candidate
                    : DateInMonth(month.AddMonths(ahead + frequency.MonthCycle), frequency)
            ) + date.TimeOfDay;
    }

    private static DateTime RollWithin(DateTime date, Func<DateTime, DateTime> inMonth)
    {
        var month = MonthOf(date);
        var candidate = inMonth(month);
        return (candidate >= date.Date ? candidate : inMonth(month.AddMonths(1))) + date.TimeOfDay;
    }

    private static DateTime DateInMonth(DateTime month, Frequency frequency)
    {
        var date = frequency.IsAtEnd ? EndOfMonth(month) : month;
        if (!frequency.IsBusiness)
        {
            return date;
        }

        return frequency.IsAtEnd
            ? date.DayOfWeek switch
            {
                DayOfWeek.Saturday => date.AddDays(-1),
                DayOfWeek.Sunday => date.AddDays(-2),
                _ => date,
            }
            : NextBusinessDay(date);
    }

    private static DateTime InWeekOfMonth(DateTime month, Frequency frequency)
    {
        int first = ((int)frequency.Weekday - (int)month.DayOfWeek + 7) % 7;
        return month.AddDays(first + (7 * frequency.WeekIndex));
    }
}
