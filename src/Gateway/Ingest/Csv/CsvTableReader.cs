using Tollama.Core.Errors;

namespace Tollama.Gateway.Ingest.Csv;

/// <summary>Reads a CSV file of unknown dialect into a table.</summary>
internal static class CsvTableReader
{
    /// <summary>Most columns that are read; a wide table of years has a few hundred.</summary>
    private const int MostColumns = 10_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="TollamaException">InvalidRequest: empty, not UTF-8, or no table.</exception>
    public static Table Read(ReadOnlySpan<byte> bytes)
    {
        string text = CsvText.Decode(bytes);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new TollamaException(ErrorCode.InvalidRequest, "The CSV file is empty; send a header line and at least one row.");
        }

        foreach (var dialect in CsvSniffer.Guess(text))
        {
            if (TryRead(text, dialect) is { } table)
            {
                return table;
            }
        }

        throw new TollamaException(
            ErrorCode.InvalidRequest,
            "The CSV file is no table: no delimiter of , ; tab | gives a header line and rows that are no wider.");
    }

    /// <summary>Reads with one dialect; null when the file does not fit it.</summary>
    private static Table? TryRead(string text, CsvDialect dialect)
    {
        using var rows = CsvText.Rows(text, dialect.Delimiter).Skip(dialect.HeaderLine).GetEnumerator();
        if (!rows.MoveNext() || rows.Current.Length > MostColumns)
        {
            return null;
        }

        string[] header = rows.Current;
        var cells = header.Select(_ => new List<string?>()).ToArray();
        while (rows.MoveNext())
        {
            string[] row = rows.Current;
            if (row.Length > header.Length)
            {
                return null;
            }

            for (int i = 0; i < header.Length; i++)
            {
                cells[i].Add(i < row.Length ? row[i] : null);
            }
        }

        return IsSplitWrongly(header, cells)
            ? null
            : new Table([.. header.Zip(cells, (name, column) => CsvCells.ToColumn(CleanName(name), column))]);
    }

    /// <summary>One column that still holds another delimiter: the file is written with that one.</summary>
    private static bool IsSplitWrongly(string[] header, List<string?>[] cells) =>
        header.Length == 1
        && CsvSniffer.Delimiters.Any(delimiter =>
            header[0].Contains(delimiter) || cells[0].Any(cell => cell is not null && cell.Contains(delimiter)));

    private static string CleanName(string name) => name.Trim().Trim('\uFEFF').Trim();
}
