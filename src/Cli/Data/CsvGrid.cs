using CsvHelper;

namespace Tollama.Cli.Data;

/// <summary>A CSV file as texts: header and rows, each row with the line on which it ends.</summary>
internal sealed class CsvGrid
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

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

    /// <summary>Reads a whole file. The delimiter is the one that the first line holds most often.</summary>
    /// <exception cref="CommandFailedException">Not CSV with a header, or a row of another width; names the line.</exception>
    public static CsvGrid Read(string text, string source)
    {
        char delimiter = Detect(text);
        var records = ReadRecords(text, delimiter, source);
        if (records.Count == 0 || records[0].Cells.Count < 2)
        {
            throw CommandFailedException.WrongInput(
                $"{source} is neither a JSON request nor CSV with a header line of at least two columns.");
        }

        var header = records[0];
        CheckHeader(header, source);
        records.RemoveAt(0);
        if (records.Find(row => row.Cells.Count != header.Cells.Count) is { } odd)
        {
            throw CsvError.At(
                source, odd.Line, null, $"{odd.Cells.Count} cells, but the header has {header.Cells.Count} columns");
        }

        return records.Count > 0
            ? new CsvGrid(source, delimiter, header.Cells, records)
            : throw CommandFailedException.WrongInput($"{source} has a header but no rows.");
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

    private static List<CsvRow> ReadRecords(string text, char delimiter, string source)
    {
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = delimiter,
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        };
        var records = new List<CsvRow>();
        try
        {
            using var reader = CsvReader.FromText(text, options);
            while (reader.Read())
            {
                var cells = new string[reader.FieldCount];
                for (int column = 0; column < cells.Length; column++)
                {
                    cells[column] = reader.GetString(column).Trim();
                }

                records.Add(new CsvRow((int)reader.LineNumber, cells));
            }
        }
        catch (CsvFormatException fault)
        {
            throw CsvError.At(source, (int)fault.LineNumber, null, $"not CSV ({fault.Message.TrimEnd('.')})");
        }

        return records;
    }

    private static char Detect(string text)
    {
        var start = text.AsSpan().TrimStart();
        int end = start.IndexOfAny('\r', '\n');
        string firstLine = (end < 0 ? start : start[..end]).ToString();
        return Delimiters.MaxBy(candidate => firstLine.Count(letter => letter == candidate));
    }

    private static void CheckHeader(CsvRow header, string source)
    {
        var twice = header.Cells.Where(name => name.Length > 0)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw CsvError.At(source, header.Line, twice.Key, "the header names this column twice");
        }
    }
}
