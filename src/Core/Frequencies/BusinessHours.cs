namespace Tollama.Core.Frequencies;

/// <summary>
/// Steps in business hours: Monday to Friday, from nine until seventeen; closing time is the next opening.
/// </summary>
internal static class BusinessHours
{
    private static readonly TimeSpan Opening = TimeSpan.FromHours(9);
    private static readonly TimeSpan Closing = TimeSpan.FromHours(17);

    public static DateTime RollForward(DateTime date)
    {
        var day = FrequencyGrid.NextBusinessDay(date.Date);
        if (day > date.Date || date.TimeOfDay < Opening)
        {
            return day + Opening;
        }

        return date.TimeOfDay > Closing ? NextOpening(date) : date;
    }

    public static DateTime Add(DateTime date, int hours)
    {
        date = RollForward(date);
        var rest = TimeSpan.FromHours(hours);
        while (date.TimeOfDay + rest >= Closing)
        {
            rest -= Closing - date.TimeOfDay;
            date = NextOpening(date);
        }

        return date + rest;
    }

    private static DateTime NextOpening(DateTime date) =>
        FrequencyGrid.NextBusinessDay(date.Date.AddDays(1)) + Opening;
}
