namespace Tollama.Cli.Data;

/// <summary>The series of a CSV file.</summary>
/// <param name="Series">In the order in which they appear.</param>
/// <param name="Delimiter">The character between two cells; decides how numbers are written.</param>
/// <param name="Notes">What was guessed or left out, to be said aloud.</param>
internal sealed record SeriesTable(
    IReadOnlyList<TableSeries> Series, char Delimiter, IReadOnlyList<string> Notes)
{
    /// <summary>Rows after the last target, where every series has the same number of them; else null.</summary>
    public int? FutureRows =>
        Series.Select(series => series.FutureTimestamps.Count).Distinct().ToList() is [> 0 and var count]
            ? count
            : null;
}
