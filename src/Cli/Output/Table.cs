namespace Tollama.Cli.Output;

/// <summary>
/// A table (contract/cli §3.2): header, dashes, rows; columns padded to the widest cell, two blanks between.
/// </summary>
internal sealed class Table
{
    private const int MaximumCell = 48;
    private const string Ellipsis = "...";

    private readonly TableColumn[] _columns;
    private readonly List<string[]> _rows = [];

    /// <summary>An empty table.</summary>
    public Table(params TableColumn[] columns) => _columns = columns;

    /// <summary>Adds a row; a missing cell is shown as <c>-</c>.</summary>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(Cell)]);

    /// <summary>The lines of the table.</summary>
    public IEnumerable<string> Lines()
    {
        var widths = _columns.Select((column, index) =>
            _rows.Select(row => row[index].Length).Append(column.Title.Length).Max()).ToArray();
        yield return Join(_columns.Select((column, index) => Pad(column.Title, index, widths)));
        yield return Join(widths.Select(width => new string('-', width)));
        foreach (string[] row in _rows)
        {
            yield return Join(row.Select((cell, index) => Pad(cell, index, widths)));
        }
    }

    /// <summary>Prints the table.</summary>
    public void WriteTo(Terminal terminal)
    {
        foreach (string line in Lines())
        {
            terminal.Print(line);
        }
    }

    private static string Join(IEnumerable<string> cells) => string.Join("  ", cells);

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "-";
        }

        return text.Length <= MaximumCell ? text : text[..(MaximumCell - Ellipsis.Length)] + Ellipsis;
    }

    private string Pad(string text, int column, int[] widths) =>
        _columns[column].IsRightAligned ? text.PadLeft(widths[column]) : text.PadRight(widths[column]);
}
