using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// What users told a cluster belongs to no silo: each has a folder of its own, any may be killed, all may be stopped.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class SharedStateTests(PostgresServer postgres)
{
    private const string AgentTask =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "message/send", "params": {
            "configuration": {"blocking": true},
            "message": {"parts": [{"data": {"operation": "recommend", "horizon": 3}}]}}}
        """;

    private const string AllTasks =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "tasks/query", "params": {"includeArtifacts": true}}
        """;

    [SkippableFact]
    public async Task Knows_what_it_was_told_when_every_silo_was_killed_once_and_then_all_were_stopped()
    {
        await using var service =
            await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync(), new SeparateHomes());
        await service.Load.StopAsync();
        await TellAsync(service, HttpMethod.Post, "/api/pull", """{"model": "mock", "stream": false}""");
        await RegisterAsync(service, "chronos2");
        await RegisterAsync(service, "moirai-2.0-R-small");
        await TellAsync(service, HttpMethod.Delete, "/api/delete", """{"model": "moirai-2.0-R-small"}""");
        await TellAsync(
            service, HttpMethod.Post, "/api/modelfiles", """{"name": "weekly", "profile": {"model": "mock", "horizon": 4}}""");
        await TellAsync(
            service,
            HttpMethod.Post,
            "/api/xai/alerts/configure",
            """{"thresholds": [{"domain": "supply_chain", "min_trust_score": 0.75}]}""");
        await TellAsync(service, HttpMethod.Post, "/a2a", AgentTask);
        string[] told = await KnownAsync(service);
        Assert.Contains("completed", told[^1], StringComparison.Ordinal);

        foreach (string silo in new[] { "one", "two" })
        {
            service[silo].Signal("KILL");
            await StillKnowsAsync(service, told);
            await service.AddSiloAsync(silo);
            await service.SettleAsync("one", "two");
        }

        foreach (string silo in new[] { "one", "two" })
        {
            service[silo].Signal("TERM");
        }

        foreach (string silo in new[] { "one", "two" })
        {
            Assert.Equal(0, await service[silo].WaitForExitAsync());
        }

        await Task.WhenAll(service.AddSiloAsync("one"), service.AddSiloAsync("two"));
        await StillKnowsAsync(service, told);
    }

    private static Task<string> RegisterAsync(ServiceUnderLoad service, string model) => TellAsync(
        service, HttpMethod.Post, "/v1/models/pull", $$"""{"name": "{{model}}", "accept_license": true}""");

    /// <summary>Tells the gateway something until it says that it is done: meanwhile a silo may be lost.</summary>
    private static Task<string> TellAsync(ServiceUnderLoad service, HttpMethod method, string path, string body) =>
        Eventually.BecomesAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(method, path)
                {
                    Content = JsonContent.Create(JsonNode.Parse(body)),
                };
                using var answer = await service.Client.SendAsync(request);
                string text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.IsSuccessStatusCode || IsLater(answer.StatusCode), $"{path}: {text}");
                return answer.IsSuccessStatusCode ? text : string.Empty;
            },
            text => text.Length > 0,
            path);

    private static bool IsLater(HttpStatusCode status) => status == HttpStatusCode.ServiceUnavailable;

    private static Task StillKnowsAsync(ServiceUnderLoad service, string[] told) => Eventually.BecomesAsync(
        async () => string.Join('\n', await KnownAsync(service)), known => known == string.Join('\n', told), told[0]);

    /// <summary>What the gateway answers to every question about what it was told.</summary>
    private static async Task<string[]> KnownAsync(ServiceUnderLoad service)
    {
        var known = new List<string>();
        foreach (string path in new[] { "/v1/models", "/api/tags", "/api/modelfiles", "/api/xai/alerts/config" })
        {
            using var answer = await service.Client.GetAsync(path);
            known.Add($"{path} {await answer.Content.ReadAsStringAsync()}");
        }

        using var tasks = await service.Client.PostAsync("/a2a", JsonContent.Create(JsonNode.Parse(AllTasks)));
        known.Add(await tasks.Content.ReadAsStringAsync());
        return [.. known];
    }
}
