namespace Tollama.Grains.Pacing;

/// <summary>A forecast, or several in one call, for the clock.</summary>
/// <param name="Kind">What is computed: calls of one kind follow one curve.</param>
/// <param name="Work">How much.</param>
/// <param name="LongestContext">Observations of its longest series.</param>
internal readonly record struct PacedWork(string Kind, CallWork Work, int LongestContext)
{
    /// <summary>Both in one call; null where they are of different kinds.</summary>
    public PacedWork? With(PacedWork other) => Kind == other.Kind
        ? new PacedWork(Kind, Work.With(other.Work), Math.Max(LongestContext, other.LongestContext))
        : null;
}
