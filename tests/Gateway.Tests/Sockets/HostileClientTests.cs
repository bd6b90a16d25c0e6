using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Gateway.Events;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Sockets;

/// <summary>Clients that are slow, cut off, enormous or gone: a typed refusal each, and the daemon goes on.</summary>
public sealed class HostileClientTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_body_that_trickles_in_is_refused_as_too_slow()
    {
        // Kestrel's least grace is one beat of its own clock; the rate is one that no trickle reaches.
        await using var server = await GatewayServer.StartAsync(
            GatewayServer.NewHome(),
            new Dictionary<string, string>(),
            services => services.Configure<KestrelServerOptions>(kestrel =>
                kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1e6, TimeSpan.FromSeconds(1.5))));
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendHeadAsync(1000);
        await connection.SendAsync("""{"model":"mock",""");

        await AssertForecastsAsync(server); // a slow sender holds up nobody
        string answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        AssertDetail(answer);
    }

    [Fact]
    public async Task A_body_that_ends_before_its_declared_length_gets_400_or_a_closed_connection()
    {
        await using var server = await GatewayServer.StartAsync();
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendHeadAsync(1000);
        await connection.SendAsync("""{"model":"mock",""");
        connection.EndSending();

        string answer = await connection.ReadToEndAsync();

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await AssertForecastsAsync(server);
    }

    [Fact]
    public async Task A_hundred_megabytes_are_refused_before_they_are_read()
    {
        await using var server = await GatewayServer.StartAsync();
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendHeadAsync(100L * Megabyte);

        string answer = await connection.ReadUntilAsync("}");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        AssertDetail(answer);
        await AssertForecastsAsync(server);
    }

    [Fact]
    public async Task A_body_without_a_length_is_cut_at_the_limit()
    {
        await using var server = await GatewayServer.StartAsync(("TOLLAMA_MAX_REQUEST_BODY_MB", "1"));
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync(
            "POST /v1/forecast HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n");
        byte[] chunk = [.. "10000\r\n"u8, .. Enumerable.Repeat((byte)' ', 0x10000), .. "\r\n"u8];
        for (int i = 0; i < 17; i++)
        {
            await connection.SendAsync(chunk);
        }

        string answer = await connection.ReadUntilAsync("}");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        AssertDetail(answer);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"options\":")]
    public async Task Nesting_a_million_deep_is_refused(string opening)
    {
        await using var server = await GatewayServer.StartAsync();
        string body = string.Concat(Enumerable.Repeat(opening, Megabyte / opening.Length));

        using var response = await PostAsync(server, body);

        Assert.True((int)response.StatusCode is 400 or 422, response.StatusCode.ToString());
        Assert.Contains("detail", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertForecastsAsync(server);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_is_refused()
    {
        await using var server = await GatewayServer.StartAsync();
        byte[] body = [.. "{\"model\":\"mo"u8, 0xC3, 0x28, .. "ck\"}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await server.Client.PostAsync("/v1/forecast", content);

        Assert.True((int)response.StatusCode is 400 or 422, response.StatusCode.ToString());
    }

    [Fact]
    public async Task A_listener_that_vanishes_is_forgotten()
    {
        await using var server = await GatewayServer.StartAsync();
        var bus = server.Services.GetRequiredService<EventBus>();
        await using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync("GET /api/events?heartbeat=0.05 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await connection.ReadUntilAsync("\r\n\r\n");
        Assert.Equal(1, bus.ListenerCount);

        connection.Reset();

        await UntilAsync(() => bus.ListenerCount == 0);
        await AssertForecastsAsync(server);
    }

    [Fact]
    public async Task A_client_that_leaves_during_its_forecast_leaves_no_fit_behind()
    {
        await using var server = await GatewayServer.StartAsync();
        using var left = new CancellationTokenSource();
        await using var events = await RawConnection.OpenAsync(server);
        await events.SendAsync("GET /api/events?event=forecast.progress HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await events.ReadUntilAsync("\r\n\r\n");
        var abandoned = server.Client.PostAsJsonAsync("/v1/forecast", Endless(), left.Token);
        await events.ReadUntilAsync("running");

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await AssertForecastsAsync(server);

        // The abandoned fit would run for minutes; the server stops at once because nothing is left to drain.
    }

    [Fact]
    public async Task Pages_of_a_listed_origin_may_call_and_others_may_not()
    {
        await using var server = await GatewayServer.StartAsync(("TOLLAMA_CORS_ORIGINS", "https://a.example"));

        using var listed = await PreflightAsync(server, "https://a.example");
        using var other = await PreflightAsync(server, "https://b.example");

        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
        Assert.Equal(["https://a.example"], listed.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_listed_origins_no_page_may_read_an_answer()
    {
        await using var server = await GatewayServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/health");
        request.Headers.Add("Origin", "https://a.example");

        using var response = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Task<HttpResponseMessage> PreflightAsync(GatewayServer server, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/forecast");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        return server.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayServer server, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await server.Client.PostAsync("/v1/forecast", content);
    }

    /// <summary>The daemon still does its work.</summary>
    private static async Task AssertForecastsAsync(GatewayServer server)
    {
        using var response = await PostAsync(
            server,
            """
            {"model":"naive","horizon":2,"series":[{"id":"a","freq":"D",
            "timestamps":["2024-01-01","2024-01-02"],"target":[1,2]}]}
            """);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>The answer is the documented object, without a word of the inside.</summary>
    private static void AssertDetail(string answer)
    {
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        int start = body.IndexOf('{', StringComparison.Ordinal);
        using var document = JsonDocument.Parse(body[start..(body.LastIndexOf('}') + 1)]);
        Assert.False(string.IsNullOrEmpty(document.RootElement.GetProperty("detail").GetString()));
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }

    /// <summary>A request whose search takes minutes.</summary>
    private static object Endless()
    {
        var noise = new Random(1);
        return new
        {
            model = "auto-arima",
            horizon = 2,
            options = new { season_length = 12, stepwise = false, approximation = false },
            series = new[]
            {
                new
                {
                    id = "a",
                    freq = "D",
                    timestamps = Enumerable.Range(0, 5000)
                        .Select(day => new DateTime(1990, 1, 1).AddDays(day).ToString("yyyy-MM-dd")),
                    target = Enumerable.Range(0, 5000).Select(_ => noise.NextDouble()),
                },
            },
        };
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(20);
        }
    }
}
