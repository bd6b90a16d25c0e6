using Tollama.Cli.Data;

namespace Tollama.Cli.Tests.Data;

/// <summary>CSV input.</summary>
public sealed class SeriesAssemblerTests
{
    [Fact]
    public void Reads_tidy_columns_without_a_word()
    {
        var table = Read("unique_id,ds,y\na,2024-01-01,1\na,2024-01-02,2.5\nb,2024-01-01,3\nb,2024-01-02,4\n");

        Assert.Equal(["a", "b"], table.Series.Select(series => series.Id));
        Assert.Equal([1, 2.5], table.Series[0].Target);
        Assert.Empty(table.Notes);
    }

    [Theory]
    [InlineData("Month,#Passengers\n1949-01,112\n1949-02,118\n", "1949-02-01")]
    [InlineData("Datum;Umsatz\n31.01.2024;1,5\n01.02.2024;2,5\n", "2024-02-01")]
    [InlineData("when\tsold\n2024-01-31 10:00:00\t1\n2024-01-31 11:00:00\t2\n", "2024-01-31 11:00:00")]
    [InlineData("Year,flow\n1871,1120\n1872,1160\n", "1872-01-01")]
    [InlineData("d,v\n1/31/2024,1\n2/1/2024,2\n", "2024-02-01")]
    public void Detects_one_series_with_dates_and_numbers_under_any_names_and_says_so(string csv, string last)
    {
        var table = Read(csv);

        var series = Assert.Single(table.Series);
        Assert.Equal("input", series.Id);
        Assert.Equal(last, series.Timestamps[^1]);
        Assert.NotEmpty(table.Notes);
    }

    [Fact]
    public void Takes_columns_filled_after_the_last_target_as_known_future()
    {
        var table = Read("ds,y,price,promo\n2024-01-01,1,9,x\n2024-01-02,2,8,y\n2024-01-03,,7,\n2024-01-04,,6,\n");

        var series = Assert.Single(table.Series);
        Assert.Equal(2, table.FutureRows);
        Assert.Equal(["7", "6"], series.Covariates.Single(covariate => covariate.Name == "price").Future);
        Assert.Empty(series.Covariates.Single(covariate => covariate.Name == "promo").Future);
        Assert.False(series.Covariates.Single(covariate => covariate.Name == "promo").IsNumeric);
    }

    [Fact]
    public void Takes_future_rows_from_a_second_file()
    {
        var table = SeriesAssembler.Read(
            new InputText("unique_id,ds,y,price\na,2024-01-01,1,9\na,2024-01-02,2,8\n", "input.csv"),
            new InputText("unique_id,ds,price\na,2024-01-03,7\n", "future.csv"));

        Assert.Equal(["7"], table.Series[0].Covariates[0].Future);
    }

    [Fact]
    public void Sorts_rows_by_time_and_says_so()
    {
        var table = Read("ds,y\n2024-01-02,2\n2024-01-01,1\n");

        Assert.Equal([1, 2], table.Series[0].Target);
        Assert.Contains(table.Notes, note => note.Contains("sorted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ds,y\n2024-01-01,1\n2024-01-02,abc\n2024-01-03,3\n", "line 3", "'y'", "abc")]
    [InlineData("ds,y\n2024-01-01,1\n2024-01-02,\n2024-01-03,3\n", "line 3", "'y'", "no value")]
    [InlineData("ds,y\n2024-01-01,1\nsoon,2\n", "line 3", "'ds'", "soon")]
    [InlineData("ds,y\n2024-01-01,1\n2024-01-01,2\n", "line 3", "'ds'", "line 2")]
    [InlineData("ds,y\n2024-01-01,1\n2024-01-02\n", "line 3", "1 cells", "2 columns")]
    [InlineData("ds,y,p\n2024-01-01,1,5\n2024-01-02,2,\n", "line 3", "'p'", "no value")]
    [InlineData("ds,y,p\n2024-01-01,1,5\n2024-01-02,,\n2024-01-03,,6\n", "line 4", "'p'", "every future row")]
    [InlineData("d,v\n1/2/2024,1\n2/3/2024,2\n", "line 2", "'d'", "1/2/2024")]
    [InlineData("ds,y,y\n2024-01-01,1,2\n", "line 1", "'y'", "twice")]
    [InlineData("ds,a,b\n2024-01-01,1,2\n", "a, b", "name the column", "'y'")]
    [InlineData("name,y\nx,1\n", "no column of dates", "name", "ds")]
    [InlineData("hello\n", "JSON", "CSV", "header")]
    [InlineData("ds,y\n", "no rows", "input.csv", "header")]
    public void Names_line_and_column_of_what_is_wrong(string csv, string first, string second, string third)
    {
        var fault = Assert.Throws<CommandFailedException>(() => Read(csv));

        Assert.Equal(ExitCodes.Usage, fault.ExitCode);
        foreach (string token in new[] { first, second, third })
        {
            Assert.Contains(token, fault.Message, StringComparison.Ordinal);
        }
    }

    private static SeriesTable Read(string csv) => SeriesAssembler.Read(new InputText(csv, "input.csv"), future: null);
}
