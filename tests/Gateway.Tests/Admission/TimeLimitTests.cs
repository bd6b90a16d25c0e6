using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Admission;

/// <summary>A daemon with one device on which a call takes 20 ms, and 5 ms for each series.</summary>
public sealed class TimeLimitTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    [Fact]
    public async Task What_a_time_limit_cannot_hold_is_refused_once_the_model_was_measured()
    {
        await using var server = await StartAsync();
        foreach (int series in new[] { 1, 8, 32, 128, 256, 1, 8, 32, 128, 256 })
        {
            using var measured = await ForecastAsync(server, series, timeout: 300);
            Assert.Equal(HttpStatusCode.OK, measured.StatusCode);
        }

        using var refused = await RefusedAsync(server, series: 1_000, timeout: 2);
        var body = await refused.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("DEADLINE_UNMET", (string?)body!["detail"]!["code"]);
        string message = (string)body["detail"]!["message"]!;
        Assert.Contains("for 1000 series, 3 steps", message, StringComparison.Ordinal);
        Assert.Contains("are left of the time limit", message, StringComparison.Ordinal);
        Assert.Equal("Use a smaller series or a larger timeout.", (string?)body["hint"]);

        using var admitted = await ForecastAsync(server, series: 256, timeout: 300);
        Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
    }

    [Fact]
    public async Task What_fits_is_not_refused_and_what_was_learnt_is_shown()
    {
        await using var server = await StartAsync();
        foreach (int series in new[] { 1, 8, 32, 96, 1, 8, 32, 96, 2, 50, 120 })
        {
            using var answer = await ForecastAsync(server, series, timeout: 60);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var placements = await server.Client.GetFromJsonAsync<JsonObject>("/v1/placements");
        string metrics = await server.Client.GetStringAsync("/metrics");

        var pace = Assert.Single(placements!["paces"]!.AsArray());
        Assert.Equal(("mock", "local/sim:0"), ((string?)pace!["model"], (string?)pace["device"]));
        Assert.Equal(11, (int)pace["pace"]!["calls"]!);
        Assert.Contains("tollama_replica_series_seconds{", metrics, StringComparison.Ordinal);
    }

    private static async Task<GatewayServer> StartAsync()
    {
        var server = await GatewayServer.StartAsync(
            GatewayServer.NewHome(), NoVariables, devices: "sim:1x24GiB@20ms+5ms");
        using var pulled = await server.Client.PostAsJsonAsync(
            "/v1/models/pull", new { name = "mock", accept_license = false });
        Assert.Equal(HttpStatusCode.OK, pulled.StatusCode);
        return server;
    }

    /// <summary>
    /// A machine that is busy with other things may let the time pass before the request is looked at; then again.
    /// </summary>
    private static async Task<HttpResponseMessage> RefusedAsync(GatewayServer server, int series, double timeout)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await ForecastAsync(server, series, timeout);
            string text = await answer.Content.ReadAsStringAsync(patience.Token);
            if (text.Contains("DEADLINE_UNMET", StringComparison.Ordinal))
            {
                return answer;
            }

            Assert.Contains("did not answer within", text, StringComparison.Ordinal);
            answer.Dispose();
        }
    }

    private static Task<HttpResponseMessage> ForecastAsync(GatewayServer server, int series, double timeout) =>
        server.Client.PostAsJsonAsync("/v1/forecast", new
        {
            model = "mock",
            horizon = 3,
            timeout,
            series = Enumerable.Range(0, series).Select(i => new
            {
                id = $"s{i}",
                freq = "D",
                timestamps = new[] { "2025-01-01", "2025-01-02" },
                target = new[] { 1, 2 },
            }),
        });
}
