using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Profiles;

public sealed class ProfileRouteTests
{
    [Theory]
    [InlineData("a: &x [1]\nb: *x\nmodel: mock\n")]
    [InlineData("model: [mock\n")]
    [InlineData("horizon: 3\n")]
    [InlineData("model: mock\nfrom: here\n")]
    public async Task Text_that_is_no_profile_is_refused(string content)
    {
        await using var server = await GatewayServer.StartAsync();

        using var response = await server.Client.PostAsJsonAsync("/api/modelfiles", new { name = "p", content });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(
            (await server.Client.GetFromJsonAsync<JsonElement>("/api/modelfiles"))
                .GetProperty("modelfiles")
                .EnumerateArray());
    }

    [Fact]
    public async Task A_profile_that_a_request_names_applies_even_if_it_is_not_enabled()
    {
        await using var server = await GatewayServer.StartAsync();
        await server.Client.PostAsJsonAsync("/v1/models/pull", new { name = "mock", accept_license = false });
        await server.Client.PostAsJsonAsync(
            "/api/modelfiles",
            new
            {
                name = "off",
                profile = new
                {
                    model = "mock",
                    enabled = false,
                    quantiles = new[] { 0.5 },
                },
            });

        using var response = await server.Client.PostAsync("/v1/forecast", Json("off"));

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.GetProperty("forecasts")[0].GetProperty("quantiles").TryGetProperty("0.5", out _));
    }

    [Fact]
    public async Task A_dry_run_reports_a_profile_that_does_not_exist()
    {
        await using var server = await GatewayServer.StartAsync();

        using var response = await server.Client.PostAsync("/api/validate", Json("none"));

        var report = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(report.GetProperty("valid").GetBoolean());
        Assert.Contains("none", report.GetProperty("errors")[0].GetString(), StringComparison.Ordinal);
    }

    private static StringContent Json(string profile) => new(
        $$"""
        {"model": "mock", "horizon": 1, "modelfile": "{{profile}}",
         "series": [{"id": "s", "freq": "D", "timestamps": ["2025-01-01", "2025-01-02"], "target": [1, 2]}]}
        """,
        System.Text.Encoding.UTF8,
        "application/json");
}
