using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Trust;

public sealed class TrustRouteTests
{
    private const string Signal =
        """{"context": {"domain": "supply_chain"}, "payload": {"network_id": "n", "lead_time_reliability": 0.9}}""";

    [Fact]
    public async Task A_judgement_is_kept_as_long_as_callers_want()
    {
        await using var server = await GatewayServer.StartAsync();
        await SendAsync(server, HttpMethod.Put, "/api/xai/cache/ttl", """{"ttl": "60"}""");

        await SendAsync(server, HttpMethod.Post, "/api/xai/gate-decision", Signal);
        await SendAsync(server, HttpMethod.Post, "/api/xai/trust-attribution", Signal);
        var statistics = await SendAsync(server, HttpMethod.Get, "/api/xai/cache/stats", null);
        var cleared = await SendAsync(server, HttpMethod.Delete, "/api/xai/cache/invalidate", null);

        Assert.Equal(
            (1, 1, 1),
            ((int)statistics["hits"]!, (int)statistics["misses"]!, (int)statistics["cached_entries"]!));
        Assert.Equal(1, (int)cleared["cleared"]!);
    }

    [Fact]
    public async Task Judgements_make_the_history_of_their_domain()
    {
        await using var server = await GatewayServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, "/api/xai/gate-decision", Signal);

        var domains = (await SendAsync(server, HttpMethod.Post, "/api/xai/dashboard/history", "{}"))[
            "domains"
        ]!.AsObject();

        var history = Assert.Single(domains);
        Assert.Equal("supply_chain", history.Key);
        Assert.Equal(1, (int)history.Value!["stats"]!["record_count"]!);
    }

    [Fact]
    public async Task Outcomes_change_the_weights_of_later_judgements()
    {
        await using var server = await GatewayServer.StartAsync();
        double before = (double)
            (await SendAsync(server, HttpMethod.Post, "/api/xai/gate-decision", Signal))["trust_score"]!;
        for (int i = 0; i < 5; i++)
        {
            await SendAsync(server, HttpMethod.Post, "/api/xai/record-outcome", $$"""
                {"agent_name": "supply_chain", "domain": "supply_chain", "predicted_score": 0.5, "actual_outcome": {{i}}e-1,
                 "component_scores": {"lead_time_reliability": {{i}} } }
                """);
        }

        double after = (double)
            (await SendAsync(server, HttpMethod.Post, "/api/xai/gate-decision", Signal))["trust_score"]!;

        Assert.True(after > before, $"{after} is not above {before}");
    }

    [Theory]
    [InlineData("/api/xai/gate-decision", """{"context": {"domain": "news"}, "payload": {}}""", "missing")]
    [InlineData(
        "/api/xai/gate-decision",
        """{"context": {"domain": "news"}, "payload": {"story_id": "s", "mood": 1}}""",
        "extra_forbidden")]
    [InlineData("/api/xai/gate-decision", """{"context": 5, "payload": {}}""", "dict_type")]
    [InlineData(
        "/api/xai/gate-decision",
        """{"context": {}, "payload": {}, "trust_threshold": "high"}""",
        "float_parsing")]
    [InlineData(
        "/api/xai/record-outcome",
        """{"agent_name": "", "domain": "d", "predicted_score": 0.5, "actual_outcome": 1}""",
        "string_too_short")]
    [InlineData("/api/xai/forecast-decompose", """{"data": [1, 2, 3, 4], "period": 1.5}""", "int_from_float")]
    [InlineData(
        "/api/xai/explain-decision",
        """{"forecast_result": {}, "trust_result": {"agent_name": "a"}}""",
        "missing")]
    [InlineData("/api/explain-decision", """{"request": {}, "response": {"model": "m", "forecasts": []}}""", "missing")]
    public async Task Bodies_that_do_not_fit_are_refused_with_their_place(string path, string body, string type)
    {
        await using var server = await GatewayServer.StartAsync();

        using var response = await server.Client.PostAsync(path, Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(type, (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"]![0]!["type"]);
    }

    [Theory]
    [InlineData(
        "/api/xai/trust-breakdown",
        """{"trust_score": 1, "metrics": {}, "signals": [{"trust_score": 1e999, "metrics": {"ece": 1e999}}]}""")]
    [InlineData(
        "/api/xai/explain-decision",
        """{"forecast_result": {"confidence": 1e999}, "policy_config": {"escalation_rules": [{"value": 1e999}]}}""")]
    [InlineData("/api/xai/forecast-decompose", """{"data": [1e308, -1e308, 1e308, -1e308]}""")]
    [InlineData(
        "/api/xai/gate-decision",
        """{"context": {"domain": "news"}, "payload": {"story_id": "s", "corroboration": 1e999}}""")]
    public async Task Numbers_beyond_the_range_of_a_double_do_no_harm(string path, string body)
    {
        await using var server = await GatewayServer.StartAsync();

        Assert.NotEmpty(await SendAsync(server, HttpMethod.Post, path, body));
    }

    [Fact]
    public async Task An_alert_does_not_wait_for_a_webhook_that_is_refused()
    {
        await using var server = await GatewayServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, "/api/xai/alerts/configure", """
            {"thresholds": [{"domain": "supply_chain", "min_trust_score": 1, "webhook_url": "http://127.0.0.1:9/hook"},
                            {"domain": "supply_chain", "min_trust_score": 1, "webhook_url": "nowhere"}]}
            """);

        var check = await SendAsync(server, HttpMethod.Post, "/api/xai/alerts/check", Signal);

        Assert.Equal(2, (int)check["alert_count"]!);
    }

    private static async Task<JsonObject> SendAsync(GatewayServer server, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        using var response = await server.Client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
