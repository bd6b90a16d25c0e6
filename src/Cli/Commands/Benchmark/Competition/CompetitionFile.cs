using System.Globalization;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>
/// Reads a file of the competition: a header, then a row per series, its name first and its values in order. Rows are
/// as long as their series; what a row has less than the header is absent, empty or NA. Cells may be quoted. Read line
/// by line, for the monthly file is large.
/// </summary>
internal static class CompetitionFile
{
    private const string BrokenQuotes = "quotes must enclose a whole cell and be closed in its line";

    /// <summary>The series of a file by name, in its order.</summary>
    /// <exception cref="CommandFailedException">
    /// The file is missing, empty, has no header, names a series twice, or holds something else than numbers; names
    /// line and column.
    /// </exception>
    public static IReadOnlyList<KeyValuePair<string, double[]>> Read(string path)
    {
        string source = Path.GetFileName(path);
        try
        {
            var rows = new List<KeyValuePair<string, double[]>>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            int number = 0;
            bool hasHeader = false;
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                if (!hasHeader)
                {
                    CheckHeader(line, source, number);
                    hasHeader = true;
                    continue;
                }

                var row = ReadRow(line, source, number);
                rows.Add(names.Add(row.Key)
                    ? row
                    : throw Wrong(source, number, $"the series '{row.Key}' is there twice"));
            }

            return rows.Count > 0 ? rows : throw new CommandFailedException($"{source} holds no series.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{path}' cannot be read: {fault.Message}", fault)
            {
                Hint = "name a folder with the competition's files, such as Hourly-train.csv and Hourly-test.csv.",
            };
        }
    }

    /// <summary>A header names columns; numbers in it are a series, which must not be passed over.</summary>
    private static void CheckHeader(string line, string source, int number)
    {
        var rest = new CompetitionLine(line);
        for (int column = 1; rest.MoveNext(); column++)
        {
            if (column > 1 && IsNumber(rest.Cell, out _))
            {
                throw Wrong(
                    source,
                    number,
                    $"column {column} holds the number {rest.Cell}, but the first line must be a header, such as "
                    + "V1,V2,V3");
            }
        }

        CheckQuotes(rest, source, number);
    }

    private static KeyValuePair<string, double[]> ReadRow(string line, string source, int number)
    {
        var rest = new CompetitionLine(line);
        string name = rest.MoveNext() && rest.Cell.Length > 0
            ? rest.Cell.ToString()
            : throw Wrong(source, number, rest.IsBroken ? BrokenQuotes : "the series has no name");
        var values = new List<double>();
        string? gap = null;
        for (int column = 2; rest.MoveNext(); column++)
        {
            if (rest.Cell.Length == 0 || rest.Cell is "NA")
            {
                gap ??= $"column {column} {(rest.Cell.Length == 0 ? "is empty" : "holds NA")}";
                continue;
            }

            if (gap is not null)
            {
                throw Wrong(source, number, $"{gap}, yet the row goes on; gaps cannot be scored");
            }

            values.Add(IsNumber(rest.Cell, out double value)
                ? value
                : throw Wrong(source, number, $"column {column} holds '{rest.Cell}', which is no number"));
        }

        CheckQuotes(rest, source, number);
        return values.Count > 0
            ? KeyValuePair.Create(name, values.ToArray())
            : throw Wrong(source, number, $"the series '{name}' has no values");
    }

    private static bool IsNumber(ReadOnlySpan<char> cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static void CheckQuotes(CompetitionLine line, string source, int number)
    {
        if (line.IsBroken)
        {
            throw Wrong(source, number, BrokenQuotes);
        }
    }

    private static CommandFailedException Wrong(string source, int line, string what) =>
        new($"{source}, line {line}: {what}.");
}
