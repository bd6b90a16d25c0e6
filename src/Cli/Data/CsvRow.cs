namespace Tollama.Cli.Data;

/// <summary>One row of a CSV file.</summary>
/// <param name="Line">Line of the file on which it starts, counted from 1.</param>
/// <param name="Cells">Its cells, trimmed.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);
