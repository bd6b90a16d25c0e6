using Tollama.Cli.Commands.Benchmark.Competition;

namespace Tollama.Cli.Tests.Commands.Benchmark;

/// <summary>Folders in the layout of the M4 competition.</summary>
public sealed class CompetitionFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-m4-").FullName;

    [Fact]
    public void Rows_may_be_quoted_ragged_and_end_in_empty_cells()
    {
        Write(
            "Hourly-train.csv",
            "\"V1\",\"V2\",\"V3\",\"V4\"",
            "\"H1\",\"1.5\",\"2\",\"3e1\"",
            "H2,4,,",
            "\"H3\",5,NA",
            "H4,6,7");
        Write("Hourly-test.csv", "V1,V2", "H4,1", "\"H1\",\"2\"", "H2,3", "H3,4");

        var series = Read();

        Assert.Equal(["H4", "H1", "H2", "H3"], series.Select(item => item.Id));
        Assert.Equal([1.5, 2.0, 30.0], series[1].Train);
        Assert.Equal([4.0], series[2].Train);
        Assert.Equal([6.0, 7.0], series[0].Train);
    }

    [Theory]
    [InlineData("H1,1,,3", "line 2: column 3 is empty")]
    [InlineData("H1,1,two", "line 2: column 3 holds 'two'")]
    [InlineData("H1,1,NA,3", "line 2: column 3 holds NA")]
    [InlineData("H1,,", "line 2: the series 'H1' has no values")]
    [InlineData("\"H1\",\"1,5\",\"2,5\"", "line 2: column 2 holds '1,5'")]
    [InlineData("\"H1\",\"1\",\"2", "line 2: quotes must")]
    [InlineData("\"H1\",\"1\"5,2", "line 2: quotes must")]
    [InlineData("\"H1\",1\",2", "line 2: quotes must")]
    [InlineData("\"H1,1,2", "line 2: quotes must")]
    [InlineData("\"\",1,2", "line 2: the series has no name")]
    [InlineData("H2,1,2", "has no series 'H1'")]
    public void What_cannot_be_scored_is_refused_with_its_place(string row, string expected)
    {
        Write("Hourly-train.csv", "V1,V2,V3", row);
        Write("Hourly-test.csv", "V1,V2", "H1,1");

        var refusal = Assert.Throws<CommandFailedException>(() => Read());

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("H1,1,2")]
    [InlineData("\uFEFFH1,1,2")]
    [InlineData("\uFEFF\"H1\",\"1\",\"2\"")]
    [InlineData("H1,NA,2")]
    public void A_first_line_that_is_a_series_is_not_passed_over(string first)
    {
        Write("Hourly-train.csv", first, "H2,3,4");
        Write("Hourly-test.csv", "V1,V2", "H2,1");

        var refusal = Assert.Throws<CommandFailedException>(() => Read());

        Assert.Contains("Hourly-train.csv, line 1: column", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("header", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_may_hold_commas_and_quotes_within_its_quotes()
    {
        Write("Hourly-train.csv", "\uFEFF\"V1\",\"V2\",\"V3\"", string.Empty, " \"a,\"\"b\"\"\" , \"1\" ,2 ,");
        Write("Hourly-test.csv", "V1,V2", "\"a,\"\"b\"\"\",3");

        var series = Read();

        Assert.Equal("a,\"b\"", Assert.Single(series).Id);
        Assert.Equal([1.0, 2.0], series[0].Train);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<CompetitionSeries> Read() =>
        CompetitionFolder.Read(_folder, CompetitionFrequency.All.Single(item => item.Name == "Hourly"));

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);
}
