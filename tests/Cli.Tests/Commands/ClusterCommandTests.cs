using System.Text.Json.Nodes;

namespace Tollama.Cli.Tests.Commands;

/// <summary>What lies where, as the command line tells it.</summary>
public sealed class ClusterCommandTests
{
    private const string Request =
        """{"model":"naive","horizon":2,"series":[{"id":"s","freq":"D","timestamps":["2025-01-01","2025-01-02"],"target":[1,2]}],"options":{}}""";

    [Fact]
    public async Task Shows_silos_devices_and_copies_as_tables_and_as_json()
    {
        await using var host = await LoadedAsync();

        var table = await host.RunAsync(host.Home, "cluster", "status");
        var json = await host.RunAsync(host.Home, "cluster", "status", "--json");

        Assert.Equal((0, 0), (table.ExitCode, json.ExitCode));
        Assert.Matches(@"local +all +active +local +cpu", table.Out);
        Assert.Matches(@"naive +local +cpu +ready +1", table.Out);
        var silo = JsonNode.Parse(json.Out)!["silos"]!.AsArray().Single()!;
        Assert.Equal("active", (string?)silo["state"]);
        var device = silo["devices"]!.AsArray().Single()!;
        Assert.Equal(("cpu", "cpu"), ((string?)device["id"], (string?)device["kind"]));
        var ledger = device["ledger"]!;
        Assert.True((long)ledger["total"]! > (long)ledger["free"]!);
        var copy = device["replicas"]!.AsArray().Single()!;
        Assert.Equal(
            ("naive", "ready", 1, 0),
            ((string?)copy["model"], (string?)copy["state"], (int)copy["generation"]!, (int)copy["queue"]!));
    }

    [Fact]
    public async Task Says_why_a_model_is_where_it_is()
    {
        await using var host = await LoadedAsync();

        var why = await host.RunAsync(host.Home, "ps", "--why");
        var where = await host.RunAsync(host.Home, "ps");

        Assert.Matches(@"naive \(0 B\) at .*: local/cpu", why.Out);
        Assert.Matches(@"local/cpu +chosen", why.Out);
        Assert.Matches(@"naive +baseline +- +local/cpu", where.Out);
    }

    [Fact]
    public async Task Names_the_silos_that_serve_when_another_is_to_be_drained()
    {
        await using var host = await LoadedAsync();

        var run = await host.RunAsync(host.Home, "cluster", "drain", "elsewhere");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("No silo 'elsewhere' serves; those that do: local.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_database_cannot_be_reached()
    {
        var run = await CliRun.OfAsync(["cluster", "init", "--cluster", "postgres://nobody@127.0.0.1:1/none"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("database cannot be reached", run.Error, StringComparison.Ordinal);
    }

    private static async Task<EmbeddedHost> LoadedAsync()
    {
        var host = await EmbeddedHost.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.Address) };
        using var answer = await client.PostAsync("/v1/forecast", new StringContent(Request, null, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return host;
    }
}
