namespace Tollama.Cli.Tests.Commands;

/// <summary>A state folder that cannot be written to: here a file lies in its place.</summary>
public sealed class UnusableHomeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-unusable-").FullName;
    private readonly string _home;

    public UnusableHomeTests()
    {
        _home = Path.Combine(_folder, "home");
        File.WriteAllText(_home, "no folder");
    }

    [Theory]
    [InlineData("config", "set", "pull.offline", "true")]
    [InlineData("config", "init")]
    public async Task Settings_are_refused_with_folder_and_remedy(params string[] args)
    {
        var run = await RunAsync(args);

        Assert.Equal(1, run.ExitCode);
        AssertExplained(run.Error);
    }

    [Fact]
    public async Task Doctor_says_so()
    {
        var run = await RunAsync("doctor", "--base-url", "http://127.0.0.1:9");

        Assert.Equal(2, run.ExitCode);
        AssertExplained(run.Out);
    }

    [Fact]
    public async Task What_the_daemon_cannot_keep_is_refused_with_folder_and_remedy()
    {
        await using var host = await EmbeddedHost.StartAsync();
        Directory.Delete(host.Home, recursive: true);
        await File.WriteAllTextAsync(host.Home, "no folder");
        try
        {
            foreach (string[] args in new string[][] { ["pull", "mock"], ["pin", "naive"] })
            {
                var run = await host.RunAsync(_folder, args);

                Assert.Equal(1, run.ExitCode);
                Assert.Contains("Make it a folder", run.Error, StringComparison.Ordinal);
                Assert.Contains(host.Home, run.Error, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(host.Home);
            Directory.CreateDirectory(host.Home);
        }
    }

    [Fact]
    public async Task The_daemon_warns_of_it_when_it_starts()
    {
        using var process = ProgramProcess.Start(
            ["serve", "--port", "0"], _folder, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home });
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            string? line = await process.StandardError.ReadLineAsync(patience.Token);

            Assert.StartsWith("warning: ", line, StringComparison.Ordinal);
            AssertExplained(line!);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void AssertExplained(string text)
    {
        Assert.Contains($"'{_home}'", text, StringComparison.Ordinal);
        Assert.Contains("set TOLLAMA_HOME to another one", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", text, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] args) =>
        CliRun.OfAsync(args, environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home });
}
