using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Composites;

public sealed class StructureRouteTests
{
    private const string Series =
        """{"id": "s", "freq": "D", "timestamps": ["2025-01-01", "2025-01-02", "2025-01-03"], "target": [1, 2, 3]}""";

    [Fact]
    public async Task A_tree_of_many_branches_ends_at_its_limit_with_a_warning()
    {
        await using var server = await StartAsync();

        var tree = await PostAsync(server, "/api/scenario-tree", $$"""
            {"model": "mock", "horizon": 6, "depth": 6, "branch_quantiles": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], "series": [{{Series}}]}
            """);

        Assert.Equal(5000, tree["nodes"]!.AsArray().Count);
        Assert.Contains("5000", (string?)Assert.Single(tree["warnings"]!.AsArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_of_a_method_with_quantiles_spread_and_share_the_probability()
    {
        await using var server = await StartAsync();

        var tree = await PostAsync(
            server,
            "/api/scenario-tree",
            $$"""{"model": "naive", "horizon": 1, "depth": 1, "series": [{{Series}}]}""");

        var leaves = tree["nodes"]!.AsArray().Skip(1).ToList();
        Assert.Equal(3, leaves.Count);
        Assert.True((double)leaves[0]!["value"]! < (double)leaves[2]!["value"]!);
        Assert.Equal(1, leaves.Sum(leaf => (double)leaf!["probability"]!), 12);
    }

    [Theory]
    [InlineData(
        "/api/counterfactual",
        """{"model": "mock", "intervention_index": 1, "series": [SERIES, {"id": "t", "freq": "D", "timestamps": ["a", "b"], "target": [1, 2]}]}""",
        "value_error")]
    [InlineData(
        "/api/counterfactual",
        """{"model": "mock", "intervention_index": 0, "series": [SERIES]}""",
        "greater_than_equal")]
    [InlineData(
        "/api/counterfactual",
        """{"model": "mock", "intervention_index": 1, "horizon": 2, "series": [SERIES]}""",
        "extra_forbidden")]
    [InlineData(
        "/api/scenario-tree",
        """{"model": "mock", "horizon": 2, "series": [SERIES], "branch_quantiles": [0.5]}""",
        "too_short")]
    [InlineData(
        "/api/scenario-tree",
        """{"model": "mock", "horizon": 2, "series": [SERIES], "branch_quantiles": [0.9, 0.1]}""",
        "value_error")]
    [InlineData(
        "/api/scenario-tree",
        """{"model": "mock", "horizon": 9, "depth": 7, "series": [SERIES]}""",
        "less_than_equal")]
    [InlineData("/api/generate", """{"series": [SERIES, SERIES]}""", "value_error")]
    [InlineData("/api/generate", """{"series": [SERIES], "method": "neural"}""", "literal_error")]
    [InlineData("/api/generate", """{"series": [SERIES], "count": 51}""", "less_than_equal")]
    [InlineData("/api/pipeline", """{"horizon": 1, "series": [SERIES, SERIES]}""", "value_error")]
    [InlineData("/api/report", """{"horizon": 1, "series": [SERIES], "recommend_top_k": 21}""", "less_than_equal")]
    public async Task Bodies_that_do_not_fit_are_refused_with_their_type(string path, string body, string type)
    {
        await using var server = await StartAsync();

        using var response = await server.Client.PostAsync(path, Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(type, (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"]![0]!["type"]);
    }

    [Theory]
    [InlineData("/api/conformal", """{"forecast": DOC, "actuals": [1], "predictions": [[1]]}""", "shape")]
    [InlineData(
        "/api/conformal",
        """{"forecast": DOC, "actuals": [[1, 2], [3]], "predictions": [[1, 2], [3]]}""",
        "equally long")]
    [InlineData("/api/conformal", """{"forecast": DOC, "actuals": ["x"], "predictions": [1]}""", "number")]
    [InlineData("/api/reconcile", """{"forecast": DOC, "hierarchy": {"tree": {"a": ["a"]}}}""", "'a'")]
    [InlineData(
        "/api/reconcile",
        """{"forecast": DOC, "hierarchy": {"tree": {"t": ["a", "b"]}}, "method": "top_down", "proportions": {"a": 1}}""",
        "'b'")]
    [InlineData(
        "/api/reconcile",
        """{"forecast": {"model": "m", "forecasts": [{"id": "a", "freq": "D", "start_timestamp": "x", "mean": [1], "quantiles": {"2": [1]}}]}, "hierarchy": {"tree": {}}}""",
        "'2'")]
    public async Task Problems_of_finished_forecasts_are_told_as_one_text(string path, string body, string fact)
    {
        const string Document =
            """{"model": "m", "forecasts": [{"id": "a", "freq": "D", "start_timestamp": "x", "mean": [1]}]}""";
        await using var server = await GatewayServer.StartAsync();

        using var response = await server.Client.PostAsync(
            path,
            Json(body.Replace("DOC", Document, StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            fact,
            (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_goes_on_without_a_model_that_cannot_be_registered()
    {
        await using var server = await StartAsync();

        var answer = await PostAsync(server, "/api/pipeline", $$"""
            {"model": "nobody", "allow_fallback": true, "horizon": 1, "series": [{{Series}}]}
            """);

        Assert.Equal("mock", (string?)answer["auto_forecast"]!["selection"]!["chosen_model"]);
        Assert.Contains("nobody", (string?)Assert.Single(answer["warnings"]!.AsArray()), StringComparison.Ordinal);
    }

    private static async Task<GatewayServer> StartAsync()
    {
        var server = await GatewayServer.StartAsync();
        await server.Client.PostAsJsonAsync("/v1/models/pull", new { name = "mock", accept_license = false });
        return server;
    }

    private static async Task<JsonObject> PostAsync(GatewayServer server, string path, string body)
    {
        using var response = await server.Client.PostAsync(path, Json(body));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static StringContent Json(string body) => new(
        body.Replace("SERIES", Series, StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
}
