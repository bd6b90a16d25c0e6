using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Composites;

/// <summary>
/// Selection among models of which some fail: <c>broken</c> belongs to a family that nobody computes.
/// </summary>
public sealed class AutoForecastTests
{
    private const string Registry = """
        models:
        - {name: first, family: mock, source: {type: local, repo_id: t/a, revision: main}, license: {type: mit, needs_acceptance: false}}
        - {name: second, family: mock, source: {type: local, repo_id: t/b, revision: main}, license: {type: mit, needs_acceptance: false}}
        - {name: broken, family: nosuch, source: {type: local, repo_id: t/c, revision: main}, license: {type: mit, needs_acceptance: false}}
        """;

    [Fact]
    public async Task The_next_model_serves_when_the_best_one_fails()
    {
        await using var server = await StartAsync("first", "broken");

        var answer = await AskAsync(server, new { });

        var selection = answer.GetProperty("selection");
        Assert.Equal("first", selection.GetProperty("chosen_model").GetString());
        Assert.Equal("broken", selection.GetProperty("candidates")[0].GetProperty("model").GetString());
        Assert.True(selection.GetProperty("fallback_used").GetBoolean());
        Assert.Contains("broken", selection.GetProperty("rationale")[0].GetString());
        Assert.Contains("broken", answer.GetProperty("response").GetProperty("warnings")[0].GetString());
    }

    [Fact]
    public async Task The_last_fault_is_the_answer_when_every_model_fails()
    {
        await using var server = await StartAsync("broken");

        using var answer = await PostAsync(server, new { });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("nosuch", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_requested_model_that_fails_is_not_tried_again()
    {
        await using var server = await StartAsync("first", "broken");

        var answer = await AskAsync(server, new { model = "broken", allow_fallback = true });

        var selection = answer.GetProperty("selection");
        Assert.Equal("first", selection.GetProperty("chosen_model").GetString());
        Assert.Equal(
            "first",
            Assert.Single(selection.GetProperty("candidates").EnumerateArray()).GetProperty("model").GetString());
        Assert.True(selection.GetProperty("fallback_used").GetBoolean());
    }

    [Fact]
    public async Task A_requested_model_that_fails_is_the_answer_without_leave_to_fall_back()
    {
        await using var server = await StartAsync("first", "broken");

        using var answer = await PostAsync(server, new { model = "broken" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task An_ensemble_goes_on_without_a_member_that_fails()
    {
        await using var server = await StartAsync("first", "second", "broken");

        var answer = await AskAsync(server, new { strategy = "ensemble" });

        Assert.Equal("ensemble", answer.GetProperty("response").GetProperty("model").GetString());
        Assert.Equal(
            ["first", "second"],
            answer
                .GetProperty("selection")
                .GetProperty("selected_models")
                .EnumerateArray()
                .Select(model => model.GetString()));
        Assert.Equal(2, answer.GetProperty("response").GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task An_ensemble_without_any_answer_is_unavailable()
    {
        await using var server = await StartAsync("broken");

        using var answer = await PostAsync(server, new { strategy = "ensemble" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task A_built_in_method_can_be_requested_though_nothing_is_installed()
    {
        await using var server = await StartAsync();

        var answer = await AskAsync(server, new { model = "naive", response_options = new { narrative = true } });

        Assert.Equal("naive", answer.GetProperty("selection").GetProperty("chosen_model").GetString());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("response").GetProperty("narrative").ValueKind);
    }

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

    private static async Task<JsonElement> AskAsync(GatewayServer server, object extra)
    {
        using var response = await PostAsync(server, extra);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayServer server, object extra)
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
        return server.Client.PostAsJsonAsync("/api/auto-forecast", body);
    }
}
