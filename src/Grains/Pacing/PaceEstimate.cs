namespace Tollama.Grains.Pacing;

/// <summary>How long something takes, by what was measured; zero where nothing is known.</summary>
/// <param name="Likely">As a rule.</param>
/// <param name="Least">At least.</param>
internal readonly record struct PaceEstimate(TimeSpan Likely, TimeSpan Least)
{
    /// <summary>One after the other.</summary>
    public static PaceEstimate operator +(PaceEstimate one, PaceEstimate other) =>
        new(one.Likely + other.Likely, one.Least + other.Least);
}
