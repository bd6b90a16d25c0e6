using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>Tasks of the agent protocol over two gateways: one carries them out, any of them knows them.</summary>
[Collection(PostgresGroup.Name)]
public sealed class AgentTests(PostgresServer postgres)
{
    /// <summary>Of <c>tasks/cancel</c>: the task has ended.</summary>
    private const int NotCancelable = -32002;

    [SkippableFact]
    public async Task A_task_is_known_and_ended_through_any_gateway_also_when_its_own_is_killed()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        await service.Load.StopAsync();
        using var other = await service.AddGatewayAsync("other");
        var gate = service.Client;

        string done = await SendAsync(gate, "naive", points: 3, isBlocking: true);
        var found = await CallAsync(other, "tasks/get", new JsonObject { ["id"] = done });
        Assert.Equal("completed", StateOf(found["result"]!));
        Assert.Equal(
            [8.0], found["result"]!["artifacts"]![0]!["parts"]![0]!["data"]!["forecasts"]![0]!["mean"]!.AsArray()
                .Select(value => (double)value!));
        await AssertStreamsAsync(other);

        string canceled = await SendAsync(gate, "auto-arima", points: 10_000, isBlocking: false);
        await BecomesAsync(other, canceled, "working");
        var answer = await CallAsync(other, "tasks/cancel", new JsonObject { ["id"] = canceled });
        Assert.Equal("canceled", StateOf(answer["result"]!));
        await BecomesAsync(gate, canceled, "canceled");

        string lost = await SendAsync(gate, "auto-arima", points: 10_000, isBlocking: false);
        await BecomesAsync(other, lost, "working");
        service[ServiceUnderLoad.Gateway].Signal("KILL");
        await BecomesAsync(other, lost, "failed");
        var refused = await CallAsync(other, "tasks/cancel", new JsonObject { ["id"] = lost });
        Assert.Equal(NotCancelable, (int?)refused["error"]?["code"]);
        Assert.Equal(
            [done, canceled, lost],
            (await IdsAsync(other)).Where(id => id == done || id == canceled || id == lost).Reverse());
        Assert.Equal("completed", await StateAsync(other, done));
    }

    /// <summary>A stream tells a task from its beginning to its end.</summary>
    private static async Task AssertStreamsAsync(HttpClient gateway)
    {
        using var answer = await gateway.PostAsync("/a2a", Call("message/stream", Message("naive", points: 3)));
        string events = await answer.Content.ReadAsStringAsync();

        Assert.True(answer.IsSuccessStatusCode, events);
        Assert.Contains("\"submitted\"", events, StringComparison.Ordinal);
        Assert.Contains("TaskArtifactUpdateEvent", events, StringComparison.Ordinal);
        Assert.Contains("\"completed\"", events, StringComparison.Ordinal);
    }

    private static async Task<string> SendAsync(HttpClient gateway, string model, int points, bool isBlocking)
    {
        var message = Message(model, points);
        message["configuration"] = new JsonObject { ["blocking"] = isBlocking };
        var answer = await CallAsync(gateway, "message/send", message);
        return (string)answer["result"]!["task"]!["id"]!;
    }

    private static Task<string?> BecomesAsync(HttpClient gateway, string task, string state) => Eventually.BecomesAsync(
        () => StateAsync(gateway, task), seen => seen == state, $"task {task} is {state}");

    private static async Task<string?> StateAsync(HttpClient gateway, string task)
    {
        var answer = await CallAsync(gateway, "tasks/get", new JsonObject { ["id"] = task });
        return answer["result"] is { } found ? StateOf(found) : answer.ToJsonString();
    }

    private static async Task<string[]> IdsAsync(HttpClient gateway)
    {
        var answer = await CallAsync(gateway, "tasks/query", []);
        return [.. answer["result"]!["tasks"]!.AsArray().Select(task => (string)task!["id"]!)];
    }

    private static string? StateOf(JsonNode task) => (string?)task["status"]!["state"];

    /// <summary>A forecast of a week that repeats.</summary>
    private static JsonObject Message(string model, int points)
    {
        var first = new DateOnly(1990, 1, 1);
        var series = new JsonObject
        {
            ["id"] = "s",
            ["freq"] = "D",
            ["timestamps"] = new JsonArray(
                [.. Enumerable.Range(0, points).Select(day => (JsonNode)$"{first.AddDays(day):yyyy-MM-dd}")]),
            ["target"] = new JsonArray(
                [.. Enumerable.Range(0, points).Select(day => (JsonNode)((day % 7 * (day % 5)) + 4.0))]),
        };
        var request = new JsonObject
        {
            ["model"] = model,
            ["horizon"] = 1,
            ["series"] = new JsonArray(series),
            ["options"] = new JsonObject(),
        };
        return new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["parts"] = new JsonArray(
                    new JsonObject { ["data"] = new JsonObject { ["skill"] = "forecast", ["request"] = request } }),
            },
        };
    }

    private static async Task<JsonNode> CallAsync(HttpClient gateway, string method, JsonObject parameters)
    {
        using var answer = await gateway.PostAsync("/a2a", Call(method, parameters));
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method}: {answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    private static JsonContent Call(string method, JsonObject parameters) => JsonContent.Create(
        new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters });
}
