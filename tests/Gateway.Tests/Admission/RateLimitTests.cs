using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Admission;

public sealed class RateLimitTests
{
    private static readonly object[] Series =
        [new { id = "s", freq = "D", timestamps = new[] { "2025-01-01", "2025-01-02" }, target = new[] { 1, 2 } }];

    [Fact]
    public async Task Every_scenario_takes_a_token()
    {
        await using var server = await GatewayServer.StartAsync(
            ("TOLLAMA_RATE_LIMIT_PER_MINUTE", "0.01"),
            ("TOLLAMA_RATE_LIMIT_BURST", "3"));
        object[] transforms =
        [
            new
            {
                operation = "add",
                field = "target",
                value = 1,
            },
        ];

        using var answer = await server.Client.PostAsJsonAsync("/api/what-if", new
        {
            model = "naive",
            horizon = 1,
            series = Series,
            scenarios = new[] { "a", "b", "c" }.Select(name => new { name, transforms }),
        });

        var results = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results");
        Assert.Equal(
            [true, true, false],
            results.EnumerateArray().Select(result => result.GetProperty("ok").GetBoolean()));
        Assert.Equal(429, results[2].GetProperty("error").GetProperty("status_code").GetInt32());
    }

    [Fact]
    public async Task A_refusal_says_when_to_come_back()
    {
        await using var server = await GatewayServer.StartAsync(
            ("TOLLAMA_RATE_LIMIT_PER_MINUTE", "2"),
            ("TOLLAMA_RATE_LIMIT_BURST", "1"));
        (await ForecastAsync(server)).EnsureSuccessStatusCode();

        using var refused = await ForecastAsync(server);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0, 1, 30);
    }

    [Fact]
    public async Task Only_forecasts_count()
    {
        await using var server = await GatewayServer.StartAsync(
            ("TOLLAMA_RATE_LIMIT_PER_MINUTE", "0.01"),
            ("TOLLAMA_RATE_LIMIT_BURST", "1"));
        for (int i = 0; i < 3; i++)
        {
            (await server.Client.PostAsJsonAsync("/api/analyze", new { series = Series })).EnsureSuccessStatusCode();
            (await server.Client.GetAsync("/api/tags")).EnsureSuccessStatusCode();
        }

        (await ForecastAsync(server)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Callers_do_not_use_up_each_other_s_tokens()
    {
        string home = GatewayServer.NewHome();
        await File.WriteAllTextAsync(Path.Combine(home, "config.json"), """{"auth":{"api_keys":["one","two"]}}""");
        await using var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>
        {
            ["TOLLAMA_RATE_LIMIT_PER_MINUTE"] = "0.01",
            ["TOLLAMA_RATE_LIMIT_BURST"] = "1",
        });

        HttpStatusCode[] statuses =
        [
            (await ForecastAsync(server, "one")).StatusCode,
            (await ForecastAsync(server, "one")).StatusCode,
            (await ForecastAsync(server, "two")).StatusCode,
        ];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
    }

    private static Task<HttpResponseMessage> ForecastAsync(GatewayServer server, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/forecast")
        {
            Content = JsonContent.Create(new { model = "naive", horizon = 1, series = Series }),
        };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return server.Client.SendAsync(request);
    }
}
