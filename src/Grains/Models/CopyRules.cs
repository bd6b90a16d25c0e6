namespace Tollama.Grains.Models;

/// <summary>When a model gets another copy, and when it loses one (docs/design/scheduling.md, "Copies").</summary>
public sealed record CopyRules
{
    /// <summary>How often the load is looked at.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this long without news half of what is known of the load is forgotten.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Busy share of the copies above which there are too few.</summary>
    public double UpAbove { get; init; } = 0.80;

    /// <summary>Busy share that a new number of copies aims at.</summary>
    public double Target { get; init; } = 0.60;

    /// <summary>Busy share below which one fewer would do.</summary>
    public double DownBelow { get; init; } = 0.50;

    /// <summary>Waits shorter than this are no reason for another copy.</summary>
    public TimeSpan ShortWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Windows in a row that must ask for another copy.</summary>
    public int WindowsToGrow { get; init; } = 2;

    /// <summary>How long fewer copies must have been enough.</summary>
    public TimeSpan QuietToShrink { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the number of copies stays after a change before it may shrink.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(80);

    /// <summary>Most copies; 0 for as many as there are devices.</summary>
    public int MostCopies { get; init; }
}
