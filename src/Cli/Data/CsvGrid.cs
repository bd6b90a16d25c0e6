using Tollama.Core.Errors;
using Tollama.Core.Tables;
using Tollama.Core.Tables.Csv;

namespace Tollama.Cli.Data;

/// <summary>
/// A table as texts: header and rows, each row with the line on which it begins (of a Parquet file: its number).
/// </summary>
internal sealed class CsvGrid
{
    private CsvGrid(string source, char delimiter, IReadOnlyList<string> header, List<CsvRow> rows)
    {
        Source = source;
        Delimiter = delimiter;
        Header = header;
        Rows = rows;
    }

    /// <summary>Name of the file, for messages.</summary>
    public string Source { get; }

    /// <summary>The character between two cells.</summary>
    public char Delimiter { get; }

    /// <summary>Names of the columns, trimmed.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows, each with as many cells as the header.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Reads a whole file.</summary>
    /// <param name="input">CSV text, or the table of a Parquet file.</param>
    /// <param name="notes">Takes a sentence for everything that is left out.</param>
    /// <exception cref="CommandFailedException">
    /// Not CSV with a header, or a row of another width; names the line.
    /// </exception>
    public static CsvGrid Read(InputText input, List<string> notes)
    {
        var grid = input.Table is { } table ? Read(table, input.Source, notes) : Read(input.Text, input.Source);
        CheckHeader(grid.Header, input.Source);
        return grid.Rows.Count > 0
            ? grid
            : throw CommandFailedException.WrongInput($"{input.Source} has a header but no rows.");
    }

    /// <summary>Index of a column by name, ignoring case; -1 when there is none.</summary>
    public int Find(params string[] names)
    {
        foreach (string name in names)
        {
            for (int column = 0; column < Header.Count; column++)
            {
                if (string.Equals(Header[column], name, StringComparison.OrdinalIgnoreCase))
                {
                    return column;
                }
            }
        }

        return -1;
    }

    private static CsvGrid Read(string text, string source)
    {
        CsvSheet sheet;
        try
        {
            sheet = CsvSheet.Read(text);
        }
        catch (TollamaException fault)
        {
            throw CommandFailedException.WrongInput($"{source}: {fault.Message}", fault);
        }

        var header = sheet.Header.Fields;
        if (header.Count < 2)
        {
            throw CommandFailedException.WrongInput(
                $"{source} is neither a JSON request nor CSV with a header line of at least two columns.");
        }

        var rows = sheet.Rows.Select(row => new CsvRow(row.Line, [.. row.Fields.Select(cell => cell.Trim())])).ToList();
        return rows.Find(row => row.Cells.Count != header.Count) is { } odd
            ? throw CsvError.At(
                source, odd.Line, null, $"{odd.Cells.Count} cells, but the header has {header.Count} columns")
            : new CsvGrid(source, sheet.Delimiter, header, rows);
    }

    /// <summary>A typed table as texts; the date index of a data frame comes first.</summary>
    private static CsvGrid Read(Table table, string source, List<string> notes)
    {
        foreach (var column in table.Columns.Where(column => column.Problem is not null))
        {
            notes.Add($"{source}: column '{column.Name}' is left out: {column.Problem}.");
        }

        List<TableColumn> columns = [.. table.Columns.Where(column => column.Problem is null)];
        if (table.DateIndex is { } index)
        {
            bool isNamed = !index.Name.StartsWith("__index", StringComparison.Ordinal);
            columns.Insert(0, isNamed ? index : index.Renamed("ds"));
        }

        var rows = Enumerable
            .Range(0, table.RowCount)
            .Select(row => new CsvRow(row + 1, [.. columns.Select(column => column.Text(row) ?? string.Empty)]))
            .ToList();
        return new CsvGrid(source, ',', [.. columns.Select(column => column.Name)], rows);
    }

    private static void CheckHeader(IReadOnlyList<string> header, string source)
    {
        var twice = header.Where(name => name.Length > 0)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw CsvError.At(source, 1, twice.Key, "the header names this column twice");
        }
    }
}
