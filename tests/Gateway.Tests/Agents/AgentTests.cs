using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Agents;

public sealed class AgentTests
{
    private const string Series =
        """[{"id": "s", "freq": "D", "timestamps": ["2025-01-01", "2025-01-02", "2025-01-03"], "target": [1, 2, 3]}]""";

    [Theory]
    [InlineData("""{"series": []}""", "rejected")]
    [InlineData("""{"skill": "dance"}""", "rejected")]
    [InlineData("""{"model": "chronos2", "horizon": 1, "series": SERIES}""", "failed")]
    [InlineData("""{"skill": "tollama_analyze", "request": {"series": SERIES}}""", "completed")]
    [InlineData(
        """{"tool": "what-if", "model": "mock", "horizon": 1, "series": SERIES, "scenarios": [{"name": "a", "transforms": [{"operation": "add", "field": "target", "value": 1}]}]}""",
        "completed")]
    [InlineData("""{"series": SERIES, "count": 2}""", "completed")]
    [InlineData("""{"horizon": 3, "has_future_covariates": false}""", "completed")]
    [InlineData("""{"horizon": 1, "series": SERIES, "recommend_top_k": 1, "pull_if_missing": false}""", "completed")]
    public async Task Messages_end_in_the_state_that_their_request_deserves(string data, string state)
    {
        await using var server = await StartAsync();

        var task = (await SendAsync(server, data))["result"]!["task"]!;

        Assert.Equal(state, (string?)task["status"]!["state"]);
        Assert.Equal(state == "completed" ? 1 : 0, task["artifacts"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_stream_tells_every_state_and_the_result()
    {
        await using var server = await StartAsync();
        var call = Call(
            "message/stream",
            $$$"""{"message": {"parts": [{"data": {"model": "mock", "horizon": 2, "series": {{{Series}}}}}]}}""");

        using var response = await server.Client.PostAsync("/a2a", call);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var blocks = JsonDocument.Parse(ServerSentEvents.ToJson(await response.Content.ReadAsStringAsync()));
        var events = blocks.RootElement.EnumerateArray().Skip(1).ToList();
        Assert.Equal(
            ["submitted", "working", "completed"],
            events.Where(item => item.GetProperty("event").GetString() == "TaskStatusUpdateEvent")
                .Select(item => item.GetProperty("data").GetProperty("status").GetProperty("state").GetString()));
        var artifact = events[^1].GetProperty("data").GetProperty("artifact");
        Assert.Equal("forecast_result", artifact.GetProperty("name").GetString());
        Assert.Equal(1, events[0].GetProperty("data").GetProperty("requestId").GetInt32());
    }

    [Fact]
    public async Task A_task_that_has_ended_cannot_be_canceled_and_can_be_found_again()
    {
        await using var server = await StartAsync();
        string id = (string)(await SendAsync(server, $$"""{"series": {{Series}}}"""))["result"]!["task"]!["id"]!;

        var canceled = await CallAsync(server, "tasks/cancel", $$"""{"id": "{{id}}"}""");
        var found = await CallAsync(server, "tasks/get", $$"""{"id": "{{id}}", "historyLength": 1}""");
        var listed = await CallAsync(server, "tasks/query", """{"status": {"state": "TASK_STATE_COMPLETED"}}""");

        Assert.Equal(-32002, (int)canceled["error"]!["code"]!);
        Assert.Single(found["result"]!["history"]!.AsArray());
        Assert.Equal(id, (string?)Assert.Single(listed["result"]!["tasks"]!.AsArray())!["id"]);
    }

    [Theory]
    [InlineData("message/send", """{"message": {"parts": []}}""", -32602)]
    [InlineData("message/send", "[]", -32602)]
    [InlineData(
        "message/stream",
        """{"message": {"parts": [{"text": "hi"}]}, "configuration": {"maxEvents": 0}}""",
        -32602)]
    [InlineData("tasks/query", """{"pageToken": "x"}""", -32602)]
    [InlineData("tasks/query", """{"status": "sleeping"}""", -32602)]
    [InlineData("tasks/query", """{"statusTimestampAfter": "2025-01-01T00:00:00"}""", -32602)]
    [InlineData("tasks/get", """{"id": " "}""", -32602)]
    [InlineData("tasks/cancel", """{"id": "none"}""", -32001)]
    [InlineData(" ", "{}", -32600)]
    public async Task Calls_that_do_not_fit_are_answered_with_their_code(string method, string parameters, int code)
    {
        await using var server = await GatewayServer.StartAsync();

        Assert.Equal(code, (int)(await CallAsync(server, method, parameters))["error"]!["code"]!);
    }

    [Fact]
    public async Task Tasks_of_one_key_are_hidden_from_another()
    {
        string home = GatewayServer.NewHome();
        await File.WriteAllTextAsync(Path.Combine(home, "config.json"), """{"auth": {"api_keys": ["one", "two"]}}""");
        await using var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>());
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "one");
        string id = (string)(await SendAsync(server, $$"""{"series": {{Series}}}"""))["result"]!["task"]!["id"]!;

        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "two");

        Assert.Equal(-32001, (int)(await CallAsync(server, "tasks/get", $$"""{"id": "{{id}}"}"""))["error"]!["code"]!);
        Assert.Equal(0, (int)(await CallAsync(server, "tasks/query", "{}"))["result"]!["totalSize"]!);
        var card = await server.Client.GetFromJsonAsync<JsonObject>("/.well-known/agent.json");
        Assert.Equal("bearer", (string?)card!["securitySchemes"]!["bearerAuth"]!["scheme"]);
    }

    private static async Task<GatewayServer> StartAsync()
    {
        var server = await GatewayServer.StartAsync();
        await server.Client.PostAsJsonAsync("/v1/models/pull", new { name = "mock", accept_license = false });
        return server;
    }

    private static Task<JsonObject> SendAsync(GatewayServer server, string data) =>
        CallAsync(
            server,
            "message/send",
            $$$"""{"message": {"parts": [{"data": {{{data.Replace("SERIES", Series, StringComparison.Ordinal)}}}}]}, "configuration": {"blocking": true}}"""
        );

    private static async Task<JsonObject> CallAsync(GatewayServer server, string method, string parameters)
    {
        using var response = await server.Client.PostAsync("/a2a", Call(method, parameters));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static StringContent Call(string method, string parameters) => new(
        $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""",
        System.Text.Encoding.UTF8,
        "application/json");
}
