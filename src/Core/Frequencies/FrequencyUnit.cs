namespace Tollama.Core.Frequencies;

/// <summary>What one step of a <see cref="Frequency"/> is made of.</summary>
public enum FrequencyUnit
{
    /// <summary>A fixed span of time: days, hours, minutes, seconds and fractions.</summary>
    Span,

    /// <summary>Business hours, nine to seventeen, Monday to Friday.</summary>
    BusinessHour,

    /// <summary>Business days, Monday to Friday.</summary>
    BusinessDay,

    /// <summary>Weeks, anchored on a weekday.</summary>
    Week,

    /// <summary>A weekday's k-th occurrence in each month.</summary>
    WeekOfMonth,

    /// <summary>The 1st (or month's end) and the 15th.</summary>
    SemiMonth,

    /// <summary>Months; also quarters (anchored, three at a time) and years (anchored, twelve at a time).</summary>
    Month,
}
