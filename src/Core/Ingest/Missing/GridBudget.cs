namespace Tollama.Core.Ingest.Missing;

/// <summary>
/// Points that the regular grids of one table may still have: a row in the year 1 must not become a grid of
/// milliseconds.
/// </summary>
internal sealed class GridBudget
{
    /// <summary>Points that are left.</summary>
    public int Points { get; private set; } = 2_000_000;

    /// <summary>Takes the points of a grid, which are not more than are left.</summary>
    public void Take(int points) => Points -= points;
}
