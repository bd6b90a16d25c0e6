namespace Tollama.Core.Frequencies;

/// <summary>Steps of half months: the 15th, and the 1st or the month's end.</summary>
internal static class SemiMonths
{
    private const int Middle = 15;

    public static DateTime RollForward(DateTime date, bool isAtEnd)
    {
        var month = FrequencyGrid.MonthOf(date);
        DateTime[] candidates = isAtEnd
            ? [month.AddDays(Middle - 1), FrequencyGrid.EndOfMonth(month)]
            : [month, month.AddDays(Middle - 1), month.AddMonths(1)];
        return candidates.First(candidate => candidate >= date.Date) + date.TimeOfDay;
    }

    public static DateTime Add(DateTime date, bool isAtEnd, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            date = RollForward(date.AddDays(1), isAtEnd);
        }

        return date;
    }
}
