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

    private const string Outcome =
        """
        {"agent_name": "market", "domain": "prediction_market", "predicted_score": 0.75, "actual_outcome": 1}
        """;

    private const string AllTasks =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "tasks/query", "params": {"includeArtifacts": true}}
        """;

    private static readonly string[] Questions =
    [
        "/v1/pins",
        "/v1/models",
        "/api/tags",
        "/api/modelfiles",
        "/api/xai/alerts/config",
        "/api/xai/dashboard/agents",
        "/api/usage",
    ];

    [SkippableFact]
    public async Task Knows_what_it_was_told_when_every_silo_was_killed_once_and_then_all_were_stopped()
    {
        var homes = new SeparateHomes();
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync(), homes);
        await service.Load.StopAsync();
        await TellAsync(service, HttpMethod.Post, "/api/pull", """{"model": "mock", "stream": false}""");
        await RegisterAsync(service, "chronos2");
        await RegisterAsync(service, "moirai-2.0-R-small");
        await TellAsync(service, HttpMethod.Delete, "/api/delete", """{"model": "moirai-2.0-R-small"}""");
        await TellAsync(
            service,
            HttpMethod.Post,
            "/v1/pins",
            """{"model": "theta", "avoid": ["webgpu"], "keep": false}""");
        await TellAsync(
            service,
            HttpMethod.Post,
            "/api/modelfiles",
            """{"name": "weekly", "profile": {"model": "mock", "horizon": 4}}""");
        await TellAsync(
            service,
            HttpMethod.Post,
            "/api/xai/alerts/configure",
            """{"thresholds": [{"domain": "supply_chain", "min_trust_score": 0.75}]}""");
        await TellAsync(service, HttpMethod.Post, "/api/xai/record-outcome", Outcome);
        await TellAsync(service, HttpMethod.Post, "/a2a", AgentTask);
        string[] told = await KnownAsync(service);
        Assert.Contains("completed", told[^1], StringComparison.Ordinal);
        Assert.Contains("\"keys\":1", told[^2], StringComparison.Ordinal);
        Assert.Contains("market", told[^3], StringComparison.Ordinal);

        foreach (string silo in new[] { "one", "two" })
        {
            service[silo].Signal("KILL");
            await StillKnowsAsync(service, told);
            Leave(homes, silo, "models/moirai-2.0-R-small/manifest.json", """{"family": "removed meanwhile"}""");
            Leave(homes, silo, "modelfiles/weekly.yaml", "model: another");
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

    [SkippableFact]
    public async Task Takes_up_what_a_silo_brings_along_and_keeps_it_when_that_silo_is_gone()
    {
        var homes = new SeparateHomes();
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync(), homes);
        await service.Load.StopAsync();
        Leave(homes, "three", "models/mine/manifest.json", """{"name": "mine", "family": "torch"}""");
        Leave(homes, "three", "modelfiles/own.yaml", "model: mine");

        await service.AddSiloAsync("three");
        await IsAnsweredAsync(service, "/api/tags", "\"name\":\"mine\"");
        service["three"].Signal("KILL");

        await IsAnsweredAsync(service, "/api/tags", "\"name\":\"mine\"");
        await IsAnsweredAsync(service, "/api/modelfiles", "\"name\":\"own\"");
    }

    private static Task<string> IsAnsweredAsync(ServiceUnderLoad service, string path, string part) =>
        Eventually.BecomesAsync(
            async () =>
            {
                using var answer = await service.Client.GetAsync(path);
                return await answer.Content.ReadAsStringAsync();
            },
            text => text.Contains(part, StringComparison.Ordinal),
            $"{part} in {path}");

    /// <summary>Writes a file into the folder of a silo that does not run.</summary>
    private static void Leave(SeparateHomes homes, string silo, string file, string content)
    {
        string path = Path.Combine(homes.HomeOf(silo), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
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
        async () => string.Join('\n', await AskAsync(service)), known => known == string.Join('\n', told), "the same");

    /// <summary>What the gateway answers to every question, once it can answer all of them.</summary>
    private static Task<string[]> KnownAsync(ServiceUnderLoad service) => Eventually.BecomesAsync(
        () => AskAsync(service), known => known.Length == Questions.Length + 1, "all answers");

    /// <summary>The answers that the gateway can give now.</summary>
    private static async Task<string[]> AskAsync(ServiceUnderLoad service)
    {
        var known = new List<string>();
        foreach (string path in Questions)
        {
            using var answer = await service.Client.GetAsync(path);
            await AddAsync(known, path, answer);
        }

        using var tasks = await service.Client.PostAsync("/a2a", JsonContent.Create(JsonNode.Parse(AllTasks)));
        await AddAsync(known, "tasks", tasks);
        return [.. known];
    }

    private static async Task AddAsync(List<string> known, string question, HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            known.Add($"{question} {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
