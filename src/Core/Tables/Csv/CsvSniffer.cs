namespace Tollama.Core.Tables.Csv;

/// <summary>
/// Guesses how a CSV file is written from its first lines (contract/http-api §18.4). The guesses are tried in order:
/// the delimiter that gives the most fields first, with the header in the first line, then in the first line of full
/// width.
/// </summary>
internal static class CsvSniffer
{
    private const int SampleLength = 64 * 1024;
    private const int SampleRows = 25;

    /// <summary>Delimiters, the preferred one first.</summary>
    public static readonly IReadOnlyList<char> Delimiters = [',', ';', '\t', '|'];

    /// <summary>The guesses, best first.</summary>
    public static IEnumerable<CsvDialect> Guess(string text)
    {
        var ranked = Delimiters
            .Select(delimiter => (Delimiter: delimiter, Widths: Widths(text, delimiter)))
            .OrderByDescending(guess => guess.Widths.Max());
        foreach (var (delimiter, widths) in ranked)
        {
            yield return new CsvDialect(delimiter, 0);
            int widest = widths.Max();
            int first = widths.IndexOf(widest);
            if (first > 0 && widths.Count(width => width == widest) >= 2)
            {
                yield return new CsvDialect(delimiter, first);
            }
        }
    }

    /// <summary>
    /// Fields of each row of the sample; a row that the sample's end cuts does not count unless it is the only one.
    /// </summary>
    private static List<int> Widths(string text, char delimiter)
    {
        bool isCut = text.Length > SampleLength;
        string sample = isCut ? text[..SampleLength] : text;
        var widths = CsvText.Rows(sample, delimiter).Take(SampleRows + 1).Select(row => row.Fields.Count).ToList();
        if (widths.Count > SampleRows || (isCut && widths.Count > 1))
        {
            widths.RemoveAt(widths.Count - 1);
        }

        return widths.Count > 0 ? widths : [0];
    }
}
