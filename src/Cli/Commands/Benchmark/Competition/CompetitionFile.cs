using System.Globalization;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>
/// Reads a file of the competition: a header, then a row per series, its name first and its values in order. Rows are
/// as long as their series; what a row has less than the header is absent or empty. Cells may be quoted; none holds a
/// comma. Read line by line, for the monthly file is large.
/// </summary>
internal static class CompetitionFile
{
    /// <summary>The series of a file by name, in its order.</summary>
    /// <exception cref="CommandFailedException">
    /// The file is missing, empty, names a series twice, or holds something else than numbers; names line and column.
    /// </exception>
    public static IReadOnlyList<KeyValuePair<string, double[]>> Read(string path)
    {
        string source = Path.GetFileName(path);
        try
        {
            var rows = new List<KeyValuePair<string, double[]>>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            int number = 0;
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (number == 1 || string.IsNullOrWhiteSpace(line))
                {
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

    private static KeyValuePair<string, double[]> ReadRow(string line, string source, int number)
    {
        string? name = null;
        var values = new List<double>();
        int column = 0;
        int emptyColumn = 0;
        foreach (var range in line.AsSpan().Split(','))
        {
            column++;
            var cell = line.AsSpan(range).Trim().Trim('"').Trim();
            if (name is null)
            {
                name = cell.Length > 0 ? cell.ToString() : throw Wrong(source, number, "the series has no name");
                continue;
            }

            if (cell.Length == 0 || cell is "NA")
            {
                emptyColumn = emptyColumn == 0 ? column : emptyColumn;
                continue;
            }

            if (emptyColumn > 0)
            {
                throw Wrong(
                    source,
                    number,
                    $"column {emptyColumn} is empty, yet the row goes on; gaps cannot be scored");
            }

            values.Add(double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value)
                ? value
                : throw Wrong(source, number, $"column {column} holds '{cell}', which is no number"));
        }

        return values.Count > 0
            ? KeyValuePair.Create(name!, values.ToArray()) // a line has at least one cell
            : throw Wrong(source, number, $"the series '{name}' has no values");
    }

    private static CommandFailedException Wrong(string source, int line, string what) =>
        new($"{source}, line {line}: {what}.");
}
