using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Tollama.Bench.Cluster;

/// <summary>
/// What HTTP/2 costs by itself: the framework's server, as it is set up by default, that sends back what it gets, and
/// the framework's client, over loopback within the process.
/// </summary>
internal sealed class BareEcho : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Uri _url;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    private BareEcho(WebApplication app) => (_app, _url) = (app, new Uri(app.Urls.First()));

    public static async Task<BareEcho> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            byte[] bytes = new byte[(int)context.Request.ContentLength!.Value]; // the client below says how many
            await context.Request.Body.ReadExactlyAsync(bytes);
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        });
        await app.StartAsync();
        return new BareEcho(app);
    }

    /// <summary>Sends the bytes and reads as many back.</summary>
    public async Task ExchangeAsync(byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(bytes),
        };
        using var response = await _client.SendAsync(request, CancellationToken.None);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[bytes.Length]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
