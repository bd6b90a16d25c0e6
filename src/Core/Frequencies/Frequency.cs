using System.Diagnostics.CodeAnalysis;

namespace Tollama.Core.Frequencies;

/// <summary>
/// A parsed offset alias, in the spellings of pandas 2.2 and later; older spellings (<c>H T S M Q A AS</c> …) are
/// understood too (contract/http-api §6). Dates are UTC; day-based units keep the time of day.
/// </summary>
public sealed record Frequency
{
    /// <summary>What a step is made of.</summary>
    public required FrequencyUnit Unit { get; init; }

    /// <summary>Units per step, at least 1. For <see cref="FrequencyUnit.Month"/>: months.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Length of a step of <see cref="FrequencyUnit.Span"/>.</summary>
    public TimeSpan Span { get; init; }

    /// <summary>Weekday of weekly units.</summary>
    public DayOfWeek Weekday { get; init; } = DayOfWeek.Sunday;

    /// <summary>Which occurrence in the month, from 0, of <see cref="FrequencyUnit.WeekOfMonth"/>.</summary>
    public int WeekIndex { get; init; }

    /// <summary>Months between grid months: 1 monthly, 3 quarterly, 12 yearly.</summary>
    public int MonthCycle { get; init; } = 1;

    /// <summary>A month of the grid, 1…12, for quarters and years.</summary>
    public int AnchorMonth { get; init; } = 1;

    /// <summary>Grid dates are at the end of their month instead of its start.</summary>
    public bool IsAtEnd { get; init; }

    /// <summary>Grid dates are the first or last business day of their month.</summary>
    public bool IsBusiness { get; init; }

    /// <summary>Parses an alias.</summary>
    /// <param name="alias">
    /// Such as <c>D</c>, <c>15min</c>, <c>W-MON</c>, <c>MS</c>, <c>QS-OCT</c>, <c>1h30min</c>.
    /// </param>
    /// <param name="frequency">The result, or null.</param>
    public static bool TryParse(string alias, [NotNullWhen(true)] out Frequency? frequency) =>
        FrequencyParser.TryParse(alias, out frequency);
}
