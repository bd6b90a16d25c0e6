using Tollama.Core.Errors;

namespace Tollama.Core.Tables.Csv;

/// <summary>A CSV file of unknown dialect as texts: its header and its rows, none wider than the header.</summary>
public sealed record CsvSheet
{
    /// <summary>Most columns that are read; a wide table of years has a few hundred.</summary>
    private const int MostColumns = 10_000;

    /// <summary>
    /// Most cells, those that short rows lack included: a header may be wide and the rows short and many.
    /// </summary>
    private const long MostCells = 10_000_000;

    /// <summary>Character between fields.</summary>
    public required char Delimiter { get; init; }

    /// <summary>The header, names trimmed.</summary>
    public required CsvRecord Header { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<CsvRecord> Rows { get; init; }

    /// <summary>
    /// Whether a name holds another delimiter, as it does where numbers with decimal commas were cut at commas.
    /// </summary>
    private bool HasDelimiterInHeader => Header.Fields.Any(name => CsvSniffer.Delimiters.Any(name.Contains));

    /// <summary>Splits a text, trying the likely dialects in turn (contract/http-api §18.4).</summary>
    /// <exception cref="TollamaException">InvalidRequest: it is empty, or no table in any dialect.</exception>
    public static CsvSheet Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest, "The CSV file is empty; send a header line and at least one row.");
        }

        string? reason = null;
        CsvSheet? doubtful = null;
        foreach (var dialect in CsvSniffer.Guess(text))
        {
            var sheet = TryRead(text, dialect, out string? problem);
            if (sheet is not null && !sheet.HasDelimiterInHeader)
            {
                return sheet;
            }

            doubtful ??= sheet;
            reason ??= problem;
        }

        if (doubtful is not null)
        {
            return doubtful;
        }

        throw new TollamaException(
            ErrorCode.InvalidRequest,
            "The CSV file is no table with a header line and rows that are no wider, cut at any of , ; tab |: "
                + $"{reason}."
        );
    }

    /// <summary>The file as a table of typed columns.</summary>
    public Table ToTable()
    {
        var columns = new List<TableColumn>(Header.Fields.Count);
        for (int column = 0; column < Header.Fields.Count; column++)
        {
            int at = column;
            columns.Add(CsvCells.ToColumn(
                Header.Fields[column], [.. Rows.Select(row => at < row.Fields.Count ? row.Fields[at] : null)]));
        }

        return new Table(columns);
    }

    private static CsvSheet? TryRead(string text, CsvDialect dialect, out string? problem)
    {
        using var records = CsvText.Rows(text, dialect.Delimiter).Skip(dialect.HeaderRow).GetEnumerator();
        records.MoveNext(); // a text that is not blank has a row
        var header = records.Current with { Fields = [.. records.Current.Fields.Select(CleanName)] };
        problem = header.Fields.Count > MostColumns ? $"line {header.Line} has more than {MostColumns} columns" : null;
        var rows = new List<CsvRecord>();
        while (problem is null && records.MoveNext())
        {
            rows.Add(records.Current);
            problem =
                records.Current.Fields.Count > header.Fields.Count
                    ? $"line {records.Current.Line} has {records.Current.Fields.Count} cells, but the header has "
                        + $"{header.Fields.Count} columns"
                    : null;
        }

        if ((long)header.Fields.Count * rows.Count > MostCells)
        {
            problem = $"it has more than {MostCells} cells";
        }

        if (problem is null && IsSplitWrongly(header, rows))
        {
            problem = "it has one column only";
        }

        return problem is null ? new CsvSheet { Delimiter = dialect.Delimiter, Header = header, Rows = rows } : null;
    }

    /// <summary>One column that still holds another delimiter: the file is written with that one.</summary>
    private static bool IsSplitWrongly(CsvRecord header, List<CsvRecord> rows) =>
        header.Fields.Count == 1
        && rows.Prepend(header).Any(row => CsvSniffer.Delimiters.Any(delimiter => row.Fields[0].Contains(delimiter)));

    private static string CleanName(string name) => name.Trim().Trim('\uFEFF').Trim();
}
