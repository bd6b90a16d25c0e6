using System.Text.Json.Nodes;

namespace Tollama.Cli.Tests.Commands;

public sealed class PinCommandTests
{
    [Fact]
    public async Task Pins_lists_and_unpins_as_tables_and_as_json()
    {
        await using var host = await EmbeddedHost.StartAsync();

        var none = await host.RunAsync(host.Home, "pin");
        var pinned = await host.RunAsync(host.Home, "pin", "naive", "--device", "cpu", "--avoid", "cuda", "--avoid", "sim");
        var listed = await host.RunAsync(host.Home, "pin", "--json");
        var loaded = await host.RunAsync(host.Home, "cluster", "status");
        var resident = await host.RunAsync(host.Home, "ps");
        var gone = await host.RunAsync(host.Home, "unpin", "naive");
        var again = await host.RunAsync(host.Home, "unpin", "naive", "--json");

        Assert.Equal("No models are pinned.", none.Out.Trim());
        Assert.Matches(@"naive +yes +cpu +- +cuda, sim +local/cpu \(ready\)", pinned.Out);
        var pin = JsonNode.Parse(listed.Out)!["pins"]!.AsArray().Single()!;
        Assert.Equal(("naive", "pin"), ((string?)pin["model"], (string?)pin["mode"]));
        Assert.Matches("naive +local +cpu +ready +1 .*pinned", loaded.Out);
        Assert.Matches("naive +baseline +never: pinned +local/cpu", resident.Out);
        Assert.Equal("naive is not pinned any more.", gone.Out.Trim());
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("'naive' is not pinned", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_only_where_a_model_may_be_without_loading_it()
    {
        await using var host = await EmbeddedHost.StartAsync();

        var run = await host.RunAsync(host.Home, "pin", "naive", "--prefer", "cpu", "--may-leave", "--json");

        var pin = JsonNode.Parse(run.Out)!;
        Assert.Equal(("prefer", false), ((string?)pin["mode"], (bool)pin["keep"]!));
        Assert.Empty(pin["copies"]!.AsArray());
    }

    [Theory]
    [InlineData("exclude each other", "naive", "--device", "cpu", "--prefer", "cuda")]
    [InlineData("MODEL is missing", "--device", "cpu")]
    public async Task Refuses_what_contradicts_itself(string reason, params string[] args)
    {
        var run = await CliRun.OfAsync(["pin", .. args]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_why_a_model_cannot_be_pinned()
    {
        await using var host = await EmbeddedHost.StartAsync();

        var elsewhere = await host.RunAsync(host.Home, "pin", "naive", "--device", "one/cuda:0");
        var unknown = await host.RunAsync(host.Home, "pin", "nothing");

        Assert.Equal((1, 1), (elsewhere.ExitCode, unknown.ExitCode));
        Assert.Contains("one/cuda:0", elsewhere.Error, StringComparison.Ordinal);
        Assert.Contains("nothing", unknown.Error, StringComparison.Ordinal);
    }
}
