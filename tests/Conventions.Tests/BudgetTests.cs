using System.Text.RegularExpressions;

namespace Tollama.Conventions.Tests;

public sealed class BudgetTests
{
    private const int MostLines = 400;

    private const int MostColumns = 120;

    /// <summary>A text is not always better for being cut.</summary>
    private const int MostColumnsWithText = 170;

    [Fact]
    public void No_file_of_the_product_is_longer_than_four_hundred_lines()
    {
        var long_files = SourceTree.CSharp("src")
            .Select(file => (File: SourceTree.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(entry => entry.Lines > MostLines)
            .Select(entry => $"{entry.File}: {entry.Lines}");

        Assert.Empty(long_files);
    }

    [Fact]
    public void No_line_of_the_product_runs_off_the_screen()
    {
        var wide = SourceTree
            .CSharp("src")
            .SelectMany(file =>
                File.ReadLines(file).Select((line, index) => (File: file, Line: line, Number: index + 1)))
            .Where(entry => entry.Line.Length > (entry.Line.Contains('"') ? MostColumnsWithText : MostColumns))
            .Select(entry => $"{SourceTree.Relative(entry.File)}:{entry.Number} ({entry.Line.Length})");

        Assert.Empty(wide);
    }

    [Fact]
    public void Nothing_is_left_for_later_behind_a_finished_looking_surface()
    {
        var leftovers = SourceTree.CSharp("src")
            .Where(file => Regex.IsMatch(
                File.ReadAllText(file),
                @"NotImplementedException|\b(TODO|FIXME|HACK|XXX)\b|catch\s*(\(Exception[^)]*\))?\s*\{\s*\}"))
            .Select(SourceTree.Relative);

        Assert.Empty(leftovers);
    }

    [Fact]
    public void No_field_is_static_and_mutable()
    {
        var mutable = SourceTree.CSharp("src")
            .SelectMany(file => File.ReadLines(file).Select(line => (File: file, Line: line)))
            .Where(entry =>
                Regex.IsMatch(
                    entry.Line,
                    @"^\s+(private|internal|public|protected)\s+static\s+(?!readonly|extern|partial|unsafe|async|class|implicit|explicit|abstract|virtual|event)[\w<>\[\]?., ]+\s_?\w+\s*(=[^>]|;)"
                ))
            .Where(entry => !entry.Line.Contains('(', StringComparison.Ordinal))
            .Select(entry => $"{SourceTree.Relative(entry.File)}: {entry.Line.Trim()}");

        Assert.Empty(mutable);
    }

    [Fact]
    public void Log_event_ids_are_unique()
    {
        var repeated = SourceTree.CSharp("src")
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")
                .Select(match => (Id: match.Groups[1].Value, File: SourceTree.Relative(file))))
            .GroupBy(entry => entry.Id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group =>
                $"{group.Key}: {string.Join(", ", group.Select(entry => entry.File).Distinct(StringComparer.Ordinal))}"
            );

        Assert.Empty(repeated);
    }
}
