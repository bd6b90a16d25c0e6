using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Hosting;
using Tollama.Actors.Wire;
using Tollama.Core.Errors;

namespace Tollama.Actors.Transport;

/// <summary>Listens for other members. The secret is the first thing looked at; without it nothing is read.</summary>
internal sealed class Http2Listener : IAsyncDisposable
{
    /// <summary>A reply is handed on at once up to this size; the rest waits until the peer has read so much.</summary>
    private const int SendBufferBytes = 1 << 20;

    private readonly IMessageReceiver _receiver;
    private readonly Http2Options _options;
    private readonly ClusterSecret _secret;
    private readonly string _contract;
    private readonly TimeProvider _time;
    private readonly WebApplication _app;

    public Http2Listener(
        IMessageReceiver receiver, Http2Options options, ClusterSecret secret, string contract, TimeProvider time)
    {
        _receiver = receiver;
        _options = options;
        _secret = secret;
        _contract = contract;
        _time = time;
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton<IHostLifetime, SiloLifetime>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.WaitForDataBeforeAllocatingBuffer = false; // few peers, all of them busy
            sockets.MaxWriteBufferSize = SendBufferBytes;
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, MessageMemory>();
        builder.WebHost.ConfigureKestrel(Configure);
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Binds the address and listens.</summary>
    /// <exception cref="TollamaException">Conflict: the address is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            throw new TollamaException(
                ErrorCode.Conflict,
                $"Cannot listen on '{_options.Listen}' for other members of the cluster: {fault.Message} Choose "
                    + "another address with --listen.",
                fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxResponseBufferSize = SendBufferBytes;
        kestrel.Limits.MaxRequestBodySize = _options.MaxMessageBytes;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 2 * ClusterParts.MaxIncomingCalls;
        kestrel.Limits.Http2.KeepAlivePingDelay = _options.PingAfter; // a peer that vanished says nothing
        kestrel.Limits.Http2.KeepAlivePingTimeout = _options.PingAfter * 3;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1 << 20;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 8 << 20;
        if (!IPEndPoint.TryParse(_options.Listen, out var endpoint) || endpoint.Port == 0)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"'{_options.Listen}' is not an address to listen on; write it as 127.0.0.1:7400.");
        }

        kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http2);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!_secret.Matches(headers[WireNames.SecretHeader].ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!string.Equals(headers[WireNames.ContractHeader], _contract, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var deadline = TakeDeadline(context, headers[WireNames.DeadlineHeader].ToString());
        var cancellation = deadline?.Token ?? context.RequestAborted;
        if (context.Request.ContentLength is not { } length || length <= 0 || length > _options.MaxMessageBytes)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var message = buffer.AsMemory(0, (int)length);
            await context.Request.Body.ReadExactlyAsync(message, context.RequestAborted);
            await AnswerAsync(context, message, cancellation);
        }
        catch (IOException)
        {
            context.Abort(); // the peer left in the middle of its message
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // the peer does not wait for the answer any more, or does not read it
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var response = context.Response;
        if (context.Request.Path == WireNames.StreamPath)
        {
            byte[] prefix = new byte[sizeof(int)];
            using var taken = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            await _receiver.HandleStreamAsync(
                message,
                async frame =>
                {
                    BinaryPrimitives.WriteInt32LittleEndian(prefix, frame.Length);
                    taken.CancelAfter(_options.SlowReader);
                    await response.Body.WriteAsync(prefix, taken.Token);
                    await response.Body.WriteAsync(frame, taken.Token);
                    await response.Body.FlushAsync(taken.Token);
                    taken.CancelAfter(Timeout.InfiniteTimeSpan);
                },
                cancellation);
            return;
        }

        using var reply = new WireWriter();
        await _receiver.HandleAsync(message, reply, cancellation);
        response.ContentLength = reply.Written.Length;
        await response.Body.WriteAsync(reply.Written, context.RequestAborted);
    }

    private CancellationTokenSource? TakeDeadline(HttpContext context, string header)
    {
        if (!long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds))
        {
            return null;
        }

        var remaining = TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue));
        CallDeadline.Set(remaining, _time);
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        deadline.CancelAfter(remaining);
        return deadline;
    }

    /// <summary>The silo around the listener starts and stops it; signals are not its business.</summary>
    private sealed class SiloLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
