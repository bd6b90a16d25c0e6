namespace Tollama.Cli.Tests.Connection;

/// <summary>Commands that need a daemon and run one of their own where none answers.</summary>
public sealed class OwnDaemonTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tollama-own-").FullName;

    [Theory]
    [InlineData("naive", "list", "--all")]
    [InlineData("\"naive\"", "show", "naive")]
    [InlineData("success", "pull", "naive")]
    [InlineData("built in", "rm", "naive")]
    public async Task Work_before_a_daemon_was_started(string expected, params string[] args)
    {
        var run = await CliRun.OfAsync(
            args, environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home });

        Assert.Contains(expected, run.Out + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tollama serve", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Do_not_where_the_command_line_names_one()
    {
        var run = await CliRun.OfAsync(
            ["list", "--base-url", "http://127.0.0.1:9"],
            environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("tollama serve", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
