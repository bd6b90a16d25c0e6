using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Gateway.Ingest;

namespace Tollama.Gateway.Tests.Ingest;

/// <summary>Fetches over real sockets: what is refused is refused before a byte was sent.</summary>
public sealed class RemoteTableTests : IAsyncLifetime
{
    private readonly WebApplication _app = Build();
    private int _requests;

    private int Port { get; set; }

    public async Task InitializeAsync()
    {
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(addresses.First()).Port;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Fetches_what_is_there_once_private_addresses_are_allowed()
    {
        Assert.Equal("a,b\n", Encoding.UTF8.GetString((await ReadAsync("/x.csv", allowsPrivate: true)).Span));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("looks.public.example")]
    public async Task Refuses_every_way_to_write_this_machine(string host)
    {
        var fault = await Assert.ThrowsAsync<TollamaException>(() => ReadAsync("/x.csv", allowsPrivate: false, host));

        Assert.Contains("private", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, _requests);
    }

    [Theory]
    [InlineData("/redirect?to=/x.csv", "a,b\n")]
    [InlineData("/redirect?to=/redirect?to=/x.csv", "a,b\n")]
    public async Task Follows_redirects(string path, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString((await ReadAsync(path, allowsPrivate: true)).Span));

    [Theory]
    [InlineData("/redirect?to=file:///etc/passwd", "scheme")]
    [InlineData("/redirect?to=ftp://example.org/x", "scheme")]
    [InlineData("/loop", "redirects")]
    [InlineData("/missing", "404")]
    [InlineData("/large", "bytes")]
    [InlineData("/packed", "gzip")]
    public async Task Refuses_what_it_should_not_follow_or_read(string path, string token)
    {
        var fault = await Assert.ThrowsAsync<TollamaException>(() => ReadAsync(path, allowsPrivate: true));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains(token, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_the_address_again_after_a_redirect()
    {
        // The first name resolves to a server that is allowed by nothing but this test's resolver; the second does not.
        var options = Options(("TOLLAMA_ALLOW_PRIVATE_DATA_URL", "0"));
        using var remote = new RemoteTable(
            options,
            TimeProvider.System,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        var fault = await Assert.ThrowsAsync<TollamaException>(() =>
            remote.ReadAsync(new Uri($"http://rebinding.example:{Port}/redirect?to=/x.csv"), CancellationToken.None)
        );

        Assert.Contains("rebinding.example", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, _requests);
    }

    [Fact]
    public async Task Gives_up_on_a_server_that_does_not_finish()
    {
        using var remote = new RemoteTable(Options(("TOLLAMA_ALLOW_PRIVATE_DATA_URL", "1")), TimeProvider.System)
        {
            Timeout = TimeSpan.FromMilliseconds(300),
        };

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => remote.ReadAsync(new Uri($"http://127.0.0.1:{Port}/slow"), CancellationToken.None));

        Assert.Contains("within", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_user_name_in_the_address()
    {
        using var remote = new RemoteTable(Options(), TimeProvider.System);

        await Assert.ThrowsAsync<TollamaException>(
            () => remote.ReadAsync(new Uri("http://me:secret@example.org/x.csv"), CancellationToken.None));
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private static GatewayOptions Options(params (string Name, string Value)[] variables) =>
        new()
        {
            Home = Path.GetTempPath(),
            Environment = new ProcessEnvironment([
                .. variables.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)),
                KeyValuePair.Create("TOLLAMA_MAX_REQUEST_BODY_MB", "0.01"),
            ]),
        };

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        switch (context.Request.Path)
        {
            case "/x.csv":
                await context.Response.WriteAsync("a,b\n");
                return;
            case "/redirect":
                context.Response.Redirect(context.Request.QueryString.Value!["?to=".Length..]);
                return;
            case "/loop":
                context.Response.Redirect("/loop");
                return;
            case "/large":
                await context.Response.WriteAsync(new string('x', 20_000));
                return;
            case "/packed":
                context.Response.Headers.ContentEncoding = "gzip";
                await context.Response.WriteAsync("x");
                return;
            case "/slow":
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
                return;
            default:
                context.Response.StatusCode = 404;
                return;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(string path, bool allowsPrivate, string host = "127.0.0.1")
    {
        using var remote = new RemoteTable(
            Options(("TOLLAMA_ALLOW_PRIVATE_DATA_URL", allowsPrivate ? "1" : "0")),
            TimeProvider.System,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("::1"), IPAddress.Loopback]));
        return await remote.ReadAsync(new Uri($"http://{host}:{Port}{path}"), CancellationToken.None);
    }
}
