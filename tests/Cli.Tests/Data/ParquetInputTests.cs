using Tollama.Cli.Data;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Data;

/// <summary>Parquet input; the file's columns are described beside it.</summary>
public sealed class ParquetInputTests
{
    private static readonly string Folder = Path.Combine(
        RepositoryRoot.Path,
        "tests",
        "Core.Tests",
        "Parquet",
        "files");

    [Fact]
    public async Task Reads_series_of_a_Parquet_file_as_of_a_CSV_file()
    {
        var notes = new List<string>();

        var grid = CsvGrid.Read(await ReadAsync("gzip-v1.parquet"), notes);
        var roles = ColumnDetector.Detect(grid, needsTarget: true, notes);

        Assert.Equal(
            ["unique_id", "ds", "y"],
            new[] { roles.Id, roles.Time, roles.Target }.Select(column => grid.Header[column]));
        Assert.Equal("2024-01-01T05:00:00", roles.Dates.Normalise(grid.Rows[5].Cells[roles.Time]));
    }

    [Fact]
    public async Task Says_which_column_it_leaves_out()
    {
        var notes = new List<string>();

        var grid = CsvGrid.Read(await ReadAsync("plain-v1.parquet"), notes);

        Assert.Equal(100, grid.Rows.Count);
        Assert.Equal("2024-01-01T00:00:00", grid.Rows[0].Cells[0]);
        Assert.Equal(-1, grid.Find("list"));
        Assert.Contains("list", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_file_that_is_damaged()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("tollama-parquet-").FullName, "broken.parquet");
        await File.WriteAllTextAsync(path, "PAR1 and nothing more");

        var fault = await Assert.ThrowsAsync<CommandFailedException>(() => ReadAsync(path));

        Assert.Equal(ExitCodes.Usage, fault.ExitCode);
        Assert.Contains("broken.parquet", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<InputText> ReadAsync(string name)
    {
        using var context = CliRun.Context(TextWriter.Null, TextWriter.Null, folder: Folder);
        return await InputText.ReadAsync(Path.Combine(Folder, name), context, CancellationToken.None);
    }
}
