using System.Net;
using System.Text.Json;
using Tollama.Client.Errors;
using Tollama.Client.Transport;

namespace Tollama.Client.Tests.Transport;

/// <summary>What the transport makes of answers, failures and streams.</summary>
public sealed class DaemonTransportTests
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "bad", "INVALID_REQUEST", 2)]
    [InlineData(HttpStatusCode.UnprocessableEntity, "bad", "INTERNAL_ERROR", 10)]
    [InlineData(HttpStatusCode.NotFound, "Model 'x' is not installed", "MODEL_MISSING", 4)]
    [InlineData(HttpStatusCode.Unauthorized, "no key", "PERMISSION_DENIED", 5)]
    [InlineData(HttpStatusCode.Forbidden, "no", "PERMISSION_DENIED", 5)]
    [InlineData(HttpStatusCode.Conflict, "the License must be accepted", "LICENSE_REQUIRED", 5)]
    [InlineData(HttpStatusCode.Conflict, "pass accept_license", "LICENSE_REQUIRED", 5)]
    [InlineData(HttpStatusCode.Conflict, "a pull is running", "PERMISSION_DENIED", 5)]
    [InlineData(HttpStatusCode.RequestTimeout, "slow", "TIMEOUT", 6)]
    [InlineData(HttpStatusCode.GatewayTimeout, "slow", "TIMEOUT", 6)]
    [InlineData(HttpStatusCode.BadGateway, "broken", "INTERNAL_ERROR", 10)]
    public async Task An_answer_that_is_no_success_has_a_category_and_an_exit_code(
        HttpStatusCode status, string detail, string category, int exitCode)
    {
        var handler = new ScriptedHandler(ScriptedHandler.Json(status, JsonSerializer.Serialize(new { detail })));
        using var transport = Transport(handler);

        var failure = await Assert.ThrowsAsync<DaemonException>(() => transport.GetAsync("/api/tags", "list models"));

        Assert.Equal(category, failure.Category.Name());
        Assert.Equal(exitCode, failure.Category.ExitCode());
        Assert.Equal($"list models failed with HTTP {(int)status}: {detail}", failure.Message);
    }

    [Fact]
    public async Task Structured_reasons_are_flattened_and_the_hint_is_kept()
    {
        const string body = """
            {"detail":[{"type":"missing","loc":["body","series",0,"target"],"msg":"Field required"}],"hint":"see the docs"}
            """;
        using var transport = Transport(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.BadRequest, body)));

        var failure = await Assert.ThrowsAsync<DaemonException>(() => transport.GetAsync("/", "forecast"));

        Assert.Equal("Field 'series[0].target' is invalid: Field required", failure.Detail);
        Assert.Equal("see the docs", failure.Hint);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_call_is_made_again_when_the_daemon_says_when(HttpStatusCode status)
    {
        var handler = new ScriptedHandler(
            ScriptedHandler.Json(status, "{}", "0"), ScriptedHandler.Json(HttpStatusCode.OK, """{"a":1}"""));
        using var transport = Transport(handler);

        var reply = await transport.PostAsync("/x", JsonElement.Parse("""{"b":2}"""), "post");

        Assert.Equal(1, reply.GetProperty("a").GetInt32());
        Assert.Equal([("POST", "/x", """{"b":2}"""), ("POST", "/x", """{"b":2}""")], handler.Requests);
    }

    [Fact]
    public async Task A_call_is_not_made_again_without_a_time_beyond_the_timeout_or_after_the_last_try()
    {
        var silent = new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.ServiceUnavailable, "{}"));
        var late = new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}", "3600"));
        var stubborn = new ScriptedHandler(
            [.. Enumerable.Repeat(ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}", "0"), 3)]);

        foreach (var (handler, tries) in new[] { (silent, 1), (late, 1), (stubborn, 3) })
        {
            using var transport = Transport(handler);
            await Assert.ThrowsAsync<DaemonException>(() => transport.GetAsync("/", "get"));
            Assert.Equal(tries, handler.Requests.Count);
        }
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable_with_a_way_out()
    {
        using var transport = new DaemonTransport(new TollamaClientOptions { BaseUrl = new Uri("http://127.0.0.1:1") });

        var failure = await Assert.ThrowsAsync<DaemonException>(() => transport.GetAsync("/", "list models"));

        Assert.Equal(ErrorCategory.DaemonUnreachable, failure.Category);
        Assert.StartsWith(
            "list models failed: no connection to http://127.0.0.1:1",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("tollama serve", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_a_timeout_and_a_cancelled_call_is_not()
    {
        using var transport = new DaemonTransport(new TollamaClientOptions
        {
            Handler = new SilentHandler(),
            Timeout = TimeSpan.FromMilliseconds(50),
        });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var failure = await Assert.ThrowsAsync<DaemonException>(() => transport.GetAsync("/", "forecast"));

        Assert.Equal(ErrorCategory.Timeout, failure.Category);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            transport.GetAsync("/", "forecast", cancelled.Token));
    }

    [Fact]
    public async Task The_key_is_sent_and_a_trailing_api_of_the_address_does_not_count()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, "{}"));
        using var transport = new DaemonTransport(new TollamaClientOptions
        {
            BaseUrl = new Uri("http://host:1/api/"),
            ApiKey = "secret",
            Handler = handler,
        });

        await transport.GetAsync("/api/tags", "list");

        Assert.Equal("http://host:1", transport.Address);
        Assert.Equal("Bearer secret", handler.Authorization);
        Assert.Equal("/api/tags", handler.Requests[0].Path);
    }

    [Fact]
    public async Task Lines_are_handed_on_one_by_one()
    {
        using var transport = Transport(
            new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, "{\"a\":1}\n\n{\"a\":2}\n")));

        var values = new List<int>();
        await foreach (var line in transport.StreamAsync("/", JsonElement.Parse("{}"), "pull"))
        {
            values.Add(line.GetProperty("a").GetInt32());
        }

        Assert.Equal([1, 2], values);
    }

    [Fact]
    public async Task Events_have_names_and_data_and_comments_are_passed_over()
    {
        const string text =
            "retry: 3000\n\n: keepalive\n\nid: 1\nevent: model_loading\ndata: {\"model\":\"m\"}\n\nevent: done\ndata: "
                + "{}\n\n";
        using var transport = Transport(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, text)));

        var events = new List<ServerEvent>();
        await foreach (var item in transport.EventsAsync(HttpMethod.Get, "/api/events", null, "follow events"))
        {
            events.Add(item);
        }

        Assert.Equal(["model_loading", "done"], events.Select(item => item.Name));
        Assert.Equal("m", events[0].Data.GetProperty("model").GetString());
    }

    [Fact]
    public async Task An_answer_that_is_not_json_is_named_as_that()
    {
        using var transport = Transport(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, "<html>")));

        var failure = await Assert.ThrowsAsync<DaemonException>(() => transport.GetAsync("/", "list models"));

        Assert.Contains("not JSON", failure.Message, StringComparison.Ordinal);
    }

    private static DaemonTransport Transport(HttpMessageHandler handler) =>
        new(new TollamaClientOptions { Handler = handler });

    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("An infinite delay ended.");
        }
    }
}
