using System.Text.Json;

namespace Tollama.Cli.Tests.Commands;

/// <summary><c>tollama dev random-checkpoint</c>.</summary>
public sealed class RandomCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-dev-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_files_that_the_authors_publish_are_written_and_counted()
    {
        var run = await CliRun.OfAsync(
            ["dev", "random-checkpoint", "chronos-bolt", "--size", "tiny", "--out", "bolt", "--json"], folder: _folder);

        Assert.Equal(0, run.ExitCode);
        var report = JsonDocument.Parse(run.Out).RootElement;
        string target = Path.Combine(_folder, "bolt");
        Assert.Equal(target, report.GetProperty("folder").GetString());
        Assert.Equal("chronos-bolt", report.GetProperty("family").GetString());
        long bytes = report.GetProperty("bytes").GetInt64();
        Assert.Equal(4 * report.GetProperty("parameters").GetInt64(), bytes);
        Assert.InRange(new FileInfo(Path.Combine(target, "model.safetensors")).Length, bytes, bytes + 100_000);
        Assert.True(File.Exists(Path.Combine(target, "config.json")));
    }

    [Fact]
    public async Task Weights_that_lie_there_are_replaced_only_when_asked_for()
    {
        string[] command = ["dev", "random-checkpoint", "granite-ttm", "--size", "tiny", "--out", "."];
        Assert.Equal(0, (await CliRun.OfAsync(command, folder: _folder)).ExitCode);

        var again = await CliRun.OfAsync(command, folder: _folder);
        var forced = await CliRun.OfAsync([.. command, "--force"], folder: _folder);

        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
    }

    [Fact]
    public async Task An_unknown_network_is_refused_with_the_names_of_the_known_ones()
    {
        var run = await CliRun.OfAsync(["dev", "random-checkpoint", "nope", "--out", "x"], folder: _folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'nope'", run.Error, StringComparison.Ordinal);
        Assert.Contains("chronos-bolt-small", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "x")));
    }
}
