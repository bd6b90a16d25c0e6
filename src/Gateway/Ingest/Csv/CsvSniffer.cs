namespace Tollama.Gateway.Ingest.Csv;

/// <summary>
/// Guesses how a CSV file is written from its first lines (contract/http-api §18.4). The guesses are tried in order: the
/// delimiter that gives the most fields first, with the header in the first line, then in the first line of full width.
/// </summary>
internal static class CsvSniffer
{
    private const int SampleLength = 64 * 1024;
    private const int SampleLines = 25;

    /// <summary>Delimiters, the preferred one first.</summary>
    public static readonly IReadOnlyList<char> Delimiters = [',', ';', '\t', '|'];

    /// <summary>The guesses, best first.</summary>
    public static IEnumerable<CsvDialect> Guess(string text)
    {
        string sample = text.Length > SampleLength ? text[..SampleLength] : text;
        var ranked = Delimiters
            .Select(delimiter => (Delimiter: delimiter, Widths: Widths(sample, delimiter)))
            .OrderByDescending(guess => guess.Widths.DefaultIfEmpty(0).Max());
        foreach (var (delimiter, widths) in ranked)
        {
            yield return new CsvDialect(delimiter, 0);
            int widest = widths.DefaultIfEmpty(0).Max();
            int first = widths.IndexOf(widest);
            if (first > 0 && widths.Count(width => width == widest) >= 2)
            {
                yield return new CsvDialect(delimiter, first);
            }
        }
    }

    private static List<int> Widths(string sample, char delimiter) =>
        [.. CsvText.Rows(sample, delimiter).Take(SampleLines).Select(row => row.Length)];
}
