namespace Tollama.Cli.Tests.Commands;

/// <summary>What errors advise: the option, the nearest word, nothing that does not help.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("--log-level is 'inf'; it must be one of trace, debug, info,", "serve", "--log-level", "inf")]
    [InlineData("Did you mean 'info'?", "serve", "--log-level", "inf")]
    [InlineData("--workers is 'x'; it must be one of in-process, per-device.", "serve", "--workers", "x")]
    [InlineData("SHELL is 'zhs'; it must be one of bash, zsh,", "completion", "zhs")]
    [InlineData("--freq is 'hourly'", "benchmark", "data", "--freq", "hourly")]
    [InlineData("Did you mean '--help'?", "hlep")]
    [InlineData("Did you mean '--help'?", "help")]
    [InlineData("Did you mean 'set'?", "config", "sett", "--what", "a")]
    public async Task A_wrong_word_is_named_with_what_it_may_be(string expected, params string[] args)
    {
        var run = await CliRun.OfAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_an_unknown_command_is_no_mistake_of_its_own()
    {
        var run = await CliRun.OfAsync(["serv", "--port", "3"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "Error: Unknown command 'serv'. Did you mean 'serve'?",
            Assert.Single(run.Error.Split('\n'), line => line.StartsWith("Error", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Commands_that_are_not_on_the_help_page_are_not_offered()
    {
        var run = await CliRun.OfAsync([]);

        Assert.Contains(" completion, ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" complete,", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_whose_name_is_nearly_right_is_named_everywhere()
    {
        await using var host = await EmbeddedHost.StartAsync();
        foreach (string[] args in new string[][] { ["show", "naiv"], ["pin", "naiv"], ["pull", "naiv"] })
        {
            var run = await host.RunAsync(host.Home, args);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("did you mean 'naive'?", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_is_told_to_pull_what_is_built_in()
    {
        await using var host = await EmbeddedHost.StartAsync();

        var removed = await host.RunAsync(host.Home, "rm", "naive");
        var exported = await CliRun.OfAsync(
            ["export", "theta"], environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = host.Home });

        Assert.Equal((1, 1), (removed.ExitCode, exported.ExitCode));
        Assert.Contains("built in", removed.Error, StringComparison.Ordinal);
        Assert.Contains("statistical method", exported.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tollama pull", removed.Error + exported.Error, StringComparison.Ordinal);
    }
}
