using System.Globalization;

namespace Tollama.Core.Synthesis;

/// <summary>
/// What a frequency alias means for synthetic series: points of a season, and spacing (contract/http-api §18.9).
/// </summary>
internal readonly record struct SynthesisFrequency(string Unit, int Count)
{
    private const int FewestPoints = 8;
    private const int WeeklyFrom = 14;

    /// <summary>
    /// Reads an alias such as <c>15min</c>, <c>D</c> or <c>MS</c>; what it does not know keeps no unit.
    /// </summary>
    public static SynthesisFrequency Parse(string freq)
    {
        string text = freq.Trim().ToUpperInvariant();
        int digits = text.TakeWhile(char.IsAsciiDigit).Count();
        int count =
            int.TryParse(text.AsSpan(0, digits), CultureInfo.InvariantCulture, out int number) && number > 0
                ? number
                : 1;
        string word = text[digits..].Trim();
        string unit = word switch
        {
            "T" or "MIN" or "MINS" or "MINUTE" or "MINUTES" => "MIN",
            "M" or "MS" or "ME" or "MONTH" or "MONTHS" => "M",
            "AUTO" => string.Empty,
            ['H', ..] => "H",
            ['D', ..] => "D",
            ['W', ..] => "W",
            ['Q', ..] => "Q",
            ['Y', ..] or ['A', ..] => "Y",
            _ => string.Empty,
        };
        return new SynthesisFrequency(unit, count);
    }

    /// <summary>Points of a season in a series of a length; 1 for none.</summary>
    public int SeasonalPeriod(int length)
    {
        int period = Unit switch
        {
            "MIN" => 60,
            "H" => 24,
            "D" => 7,
            "W" => 52,
            "M" => 12,
            "Q" => 4,
            "Y" => 1,
            _ => length >= WeeklyFrom ? 7 : 1,
        };
        return length >= FewestPoints && period >= 2 && period <= Math.Max(length / 2, 2) ? period : 1;
    }

    /// <summary>Whether steps are equally long, as months and quarters are not.</summary>
    public bool IsEven => Unit is "MIN" or "H" or "D" or "W";

    /// <summary>Spacing; null where the alias does not say. Months count 30 days, quarters 91, years 365.</summary>
    public TimeSpan? Step => Unit switch
    {
        "MIN" => TimeSpan.FromMinutes(Count),
        "H" => TimeSpan.FromHours(Count),
        "D" => TimeSpan.FromDays(Count),
        "W" => TimeSpan.FromDays(7.0 * Count),
        "M" => TimeSpan.FromDays(30.0 * Count),
        "Q" => TimeSpan.FromDays(91.0 * Count),
        "Y" => TimeSpan.FromDays(365.0 * Count),
        _ => null,
    };
}
