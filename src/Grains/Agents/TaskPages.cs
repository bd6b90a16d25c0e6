namespace Tollama.Grains.Agents;

/// <summary>Which pages of tasks there are, as it is stored.</summary>
internal sealed record TaskPages
{
    /// <summary>Number of the oldest page.</summary>
    public long First { get; init; }

    /// <summary>Number of the newest page, which takes new tasks.</summary>
    public long Last { get; init; }
}
