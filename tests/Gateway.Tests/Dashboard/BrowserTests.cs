using System.Net.Http.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Dashboard;

public sealed class BrowserTests
{
    [SkippableFact]
    public async Task A_browser_without_a_network_shows_what_the_daemon_has()
    {
        Skip.If(Chromium.Program is null, "Chromium is not installed.");
        await using var server = await GatewayServer.StartAsync();
        using var pulled = await server.Client.PostAsJsonAsync("/api/pull", new { model = "mock", stream = false });
        pulled.EnsureSuccessStatusCode();

        var (page, console) = await Chromium.OpenAsync(new Uri(server.Client.BaseAddress!, "/dashboard"));

        Assert.Empty(console);
        Assert.Contains("<td>mock</td>", page);
        Assert.Matches("<p id=\"daemon\">[0-9.]+ on ", page);
        Assert.Matches("<p id=\"problem\" role=\"alert\" hidden=\"\"></p>", page);
    }

    [SkippableFact]
    public async Task A_browser_without_a_key_says_that_one_is_needed()
    {
        Skip.If(Chromium.Program is null, "Chromium is not installed.");
        string home = GatewayServer.NewHome();
        await File.WriteAllTextAsync(Path.Combine(home, "config.json"), """{"auth":{"api_keys":["secret"]}}""");
        await using var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>());

        var (page, _) = await Chromium.OpenAsync(new Uri(server.Client.BaseAddress!, "/dashboard"));

        Assert.Matches("<p id=\"problem\" role=\"alert\">401: [^<]*API key", page);
    }

    [SkippableFact]
    public async Task The_fault_of_a_script_would_be_seen()
    {
        Skip.If(Chromium.Program is null, "Chromium is not installed.");

        var (_, console) = await Chromium.OpenAsync(new Uri("data:text/html,<script>missing()</script>"));

        Assert.Contains("missing is not defined", Assert.Single(console));
    }
}
