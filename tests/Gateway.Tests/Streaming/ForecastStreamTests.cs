using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Streaming;

/// <summary>Forecasts as events. <c>slow</c> belongs to a family that nobody computes, so its runs fail.</summary>
public sealed class ForecastStreamTests
{
    private const string Registry = """
        models:
        - {name: quick, family: mock, source: {type: local, repo_id: t/a, revision: main}, license: {type: mit, needs_acceptance: false}}
        - {name: slow, family: nosuch, source: {type: local, repo_id: t/b, revision: main}, license: {type: mit, needs_acceptance: false}}
        - {name: unready, family: mock, source: {type: local, repo_id: t/c, revision: main}, license: {type: mit, needs_acceptance: false}, metadata: {forecast_ready: false}}
        """;

    [Fact]
    public async Task A_fault_after_the_start_is_an_event()
    {
        await using var server = await StartAsync("quick");

        var events = await AskAsync(server, "/api/forecast/stream", new { model = "nothere" });

        Assert.Equal(["model_loading", "error"], Names(events));
        Assert.Equal(404, (int)events[^1]!["data"]!["code"]!);
        Assert.Contains("nothere", (string?)events[^1]!["data"]!["message"]);
    }

    [Fact]
    public async Task A_fault_has_the_status_that_an_answer_would_have_had()
    {
        await using var server = await StartAsync("unready");

        var events = await AskAsync(server, "/api/forecast/stream", new { model = "unready" });

        Assert.Equal(400, (int?)events[^1]!["data"]!["code"]);
    }

    [Fact]
    public async Task A_body_that_is_not_valid_is_refused_before_the_stream()
    {
        await using var server = await StartAsync();

        using var answer = await PostAsync(server, "/api/forecast/stream", new { });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_stage_that_fails_is_told_and_the_next_one_runs()
    {
        await using var server = await StartAsync("quick", "slow");

        var events = await AskAsync(server, "/api/forecast/progressive", new { });

        Assert.Equal(
            [
                "quick selected False",
                "quick running False",
                "quick completed False",
                "slow selected True",
                "slow running True",
                "slow failed True",
            ],
            events
                .Skip(1)
                .Select(item => $"{item!["data"]!["model"]} {item["data"]!["status"]} {(bool)item["data"]!["final"]!}")
        );
        Assert.Equal(
            ["fastest", "best_accuracy"],
            events.Skip(1).Select(item => (string?)item!["data"]!["strategy"]).Distinct());
        Assert.Contains("nosuch", (string?)events[^1]!["data"]!["error"]);
    }

    [Fact]
    public async Task A_requested_model_is_the_only_stage()
    {
        await using var server = await StartAsync("quick");

        var events = await AskAsync(server, "/api/forecast/progressive", new { model = "quick" });

        Assert.Equal(["model.selected", "forecast.progress", "forecast.complete"], Names(events));
        Assert.All(events.Skip(1), item => Assert.Equal("explicit", (string?)item!["data"]!["strategy"]));
    }

    [Fact]
    public async Task A_missing_model_is_warned_of_where_another_may_serve()
    {
        await using var server = await StartAsync("quick");

        var events = await AskAsync(
            server,
            "/api/forecast/progressive",
            new { model = "nothere", allow_fallback = true });

        Assert.Equal("forecast.warning", Names(events)[0]);
        Assert.Contains("nothere", (string?)events[1]!["data"]!["message"]);
        Assert.Equal("forecast.complete", Names(events)[^1]);
    }

    [Fact]
    public async Task Nothing_to_choose_from_is_answered_before_the_stream()
    {
        await using var server = await StartAsync();

        using var answer = await PostAsync(server, "/api/forecast/progressive", new { });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_choice_of_a_progressive_forecast_is_on_the_bus()
    {
        await using var server = await StartAsync("quick");
        using var listening = await server.Client.GetAsync(
            "/api/events?event=model.selected&max_events=1", HttpCompletionOption.ResponseHeadersRead);

        await AskAsync(server, "/api/forecast/progressive", new { });

        var heard = JsonNode.Parse(ServerSentEvents.ToJson(await listening.Content.ReadAsStringAsync()))!.AsArray();
        Assert.Equal("quick", (string?)heard[1]!["data"]!["data"]!["model"]);
    }

    private static string[] Names(JsonArray events) => [.. events.Skip(1).Select(item => (string)item!["event"]!)];

    private static async Task<GatewayServer> StartAsync(params string[] models)
    {
        string home = GatewayServer.NewHome();
        string path = Path.Combine(home, "registry.yaml");
        await File.WriteAllTextAsync(path, Registry);
        var server = await GatewayServer.StartAsync(
            home,
            new Dictionary<string, string> { ["TOLLAMA_MODEL_REGISTRY_PATH"] = path });
        foreach (string model in models)
        {
            using var registered = await server.Client.PostAsJsonAsync(
                "/v1/models/pull",
                new { name = model, accept_license = false });
            registered.EnsureSuccessStatusCode();
        }

        return server;
    }

    private static async Task<JsonArray> AskAsync(GatewayServer server, string path, object extra)
    {
        using var answer = await PostAsync(server, path, extra);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(ServerSentEvents.ToJson(await answer.Content.ReadAsStringAsync()))!.AsArray();
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayServer server, string path, object extra)
    {
        var body = JsonSerializer.SerializeToNode(extra)!.AsObject();
        body["horizon"] = 2;
        body["series"] = JsonSerializer.SerializeToNode(
            new[]
            {
                new
                {
                    id = "s",
                    freq = "D",
                    timestamps = new[] { "2025-01-01", "2025-01-02" },
                    target = new[] { 1.5, 2.5 },
                },
            });
        return server.Client.PostAsJsonAsync(path, body);
    }
}
