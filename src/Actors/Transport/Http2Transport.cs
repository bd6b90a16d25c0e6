using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Transport;

/// <summary>
/// Messages as HTTP/2 requests over one connection per peer. Cancelling a request resets its stream; HTTP/2's windows
/// hold back a sender whose receiver is slow; trace context travels in the usual header.
/// </summary>
internal sealed class Http2Transport(Http2Options options, ClusterSecret secret, string contract)
    : IMessageTransport,
        IDisposable
{
    private const int StreamWindow = 4 << 20;

    private readonly ConcurrentDictionary<SiloAddress, Peer> _peers = new();

    public async Task<Reply> ExchangeAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var connection = Connect(peer);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Abandoned);
        using var content = new MessageContent(message);
        try
        {
            using var response = await SendAsync(connection, connection.Messages, content, both.Token);
            return await ReadAllAsync(response, both.Token);
        }
        catch (Exception fault) when (Explain(peer, connection, content, fault, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    public async IAsyncEnumerable<Reply> StreamAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = Connect(peer);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Abandoned);
        using var content = new MessageContent(message);
        HttpResponseMessage? response = null;
        Stream? body = null;
        try
        {
            while (true)
            {
                Reply? frame;
                try
                {
                    response ??= await SendAsync(connection, connection.Streams, content, both.Token);
                    body ??= await response.Content.ReadAsStreamAsync(both.Token);
                    frame = await ReadFrameAsync(body, both.Token);
                }
                catch (Exception fault)
                    when (Explain(peer, connection, content, fault, cancellationToken) is { } explained)
                {
                    throw explained;
                }

                if (frame is null)
                {
                    yield break;
                }

                yield return frame;
            }
        }
        finally
        {
            response?.Dispose();
        }
    }

    public async Task<bool> ConnectsAsync(SiloAddress peer, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://{peer.Endpoint}");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, limit.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Abandon(SiloAddress peer)
    {
        if (_peers.TryRemove(peer, out var connection))
        {
            connection.EndExchanges();
            connection.Dispose();
        }
    }

    public void Retire(SiloAddress peer)
    {
        if (_peers.TryRemove(peer, out var connection))
        {
            connection.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var peer in _peers.Keys)
        {
            Abandon(peer);
        }
    }

    /// <summary>The connection to a peer; whoever gets it disposes it, which gives the use back.</summary>
    private Peer Connect(SiloAddress peer)
    {
        while (true)
        {
            var connection = _peers.GetOrAdd(peer, static (address, options) => new Peer(address, options), options);
            if (connection.TryUse())
            {
                return connection;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Peer connection, Uri address, MessageContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation(WireNames.SecretHeader, secret.Header);
        request.Headers.TryAddWithoutValidation(WireNames.ContractHeader, contract);
        if (CallDeadline.Remaining is { } remaining)
        {
            request.Headers.TryAddWithoutValidation(
                WireNames.DeadlineHeader,
                Math.Max(0, (long)remaining.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }

        var response = await connection.Client.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return response;
        }

        using (response)
        {
            throw new PeerException(
                PeerFailure.Unreachable,
                $"{connection.Root} answered {(int)response.StatusCode}: {response.ReasonPhrase ?? "no reason given"}. "
                + "Members of a cluster need the same secret and the same version.");
        }
    }

    private async Task<Reply> ReadAllAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int length = CheckLength(response.Content.Headers.ContentLength ?? -1);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadBodyAsync(body, length, cancellationToken);
    }

    private async Task<Reply?> ReadFrameAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] prefix = new byte[sizeof(int)];
        int read = await body.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        return read == prefix.Length
            ? await ReadBodyAsync(body, CheckLength(BinaryPrimitives.ReadInt32LittleEndian(prefix)), cancellationToken)
            : throw new IOException("The stream ended within the length of a frame.");
    }

    private static async Task<Reply> ReadBodyAsync(Stream body, int length, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            await body.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return new Reply(buffer, length);
    }

    private int CheckLength(long length) =>
        length > 0 && length <= options.MaxMessageBytes
            ? (int)length
            : throw new IOException(
                $"A reply of {length} bytes; at least 1 and at most {options.MaxMessageBytes} are taken.");

    /// <summary>What a broken exchange means; null for faults that mean nothing here (the caller cancelled).</summary>
    private static PeerException? Explain(
        SiloAddress peer, Peer connection, MessageContent content, Exception fault, CancellationToken caller)
    {
        var broken = content.HasBegun ? PeerFailure.Lost : PeerFailure.Unreachable;
        return fault switch
        {
            OperationCanceledException when caller.IsCancellationRequested => null,
            OperationCanceledException when connection.Abandoned.IsCancellationRequested => new PeerException(
                broken,
                $"Silo {peer} is dead.",
                fault),
            OperationCanceledException { InnerException: TimeoutException } => new PeerException(
                broken,
                $"{peer.Endpoint} does not answer: {fault.Message}",
                fault),
            HttpRequestException
            {
                InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            } => new PeerException(PeerFailure.Refused, $"{peer.Endpoint} refuses connections.", fault),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            } => new PeerException(
                PeerFailure.Unreachable,
                $"{peer.Endpoint} cannot be reached: {fault.Message}",
                fault),
            HttpRequestException or IOException => new PeerException(
                broken,
                $"The connection to {peer} broke: {fault.Message}",
                fault),
            _ => null,
        };
    }

    /// <summary>A message that knows whether any of it was sent: until then it was certainly not carried out.</summary>
    private sealed class MessageContent(ReadOnlyMemory<byte> message) : HttpContent
    {
        public bool HasBegun { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken)
        {
            HasBegun = true;
            return stream.WriteAsync(message, cancellationToken).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = message.Length;
            return true;
        }
    }

    /// <summary>
    /// The connection to one incarnation. The table of peers uses it once, each exchange once; the last closes it.
    /// </summary>
    private sealed class Peer : IDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();
        private int _uses = 1;

        public Peer(SiloAddress address, Http2Options options)
        {
            Root = new Uri($"http://{address.Endpoint}");
            Messages = new Uri(Root, WireNames.MessagePath);
            Streams = new Uri(Root, WireNames.StreamPath);
            Abandoned = _abandoned.Token;
            Client = new HttpMessageInvoker(new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = options.ConnectTimeout,
                EnableMultipleHttp2Connections = false,
                InitialHttp2StreamWindowSize = StreamWindow,
                KeepAlivePingDelay = options.PingAfter,
                KeepAlivePingTimeout = options.PingAfter,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            });
        }

        public Uri Root { get; }

        public Uri Messages { get; }

        public Uri Streams { get; }

        public HttpMessageInvoker Client { get; }

        public CancellationToken Abandoned { get; }

        /// <summary>Counts one more use; false when the last one has closed the connection.</summary>
        public bool TryUse()
        {
            int uses = Volatile.Read(ref _uses);
            while (uses > 0)
            {
                int seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
                if (seen == uses)
                {
                    return true;
                }

                uses = seen;
            }

            return false;
        }

        /// <summary>Gives a use back.</summary>
        public void Dispose()
        {
            if (Interlocked.Decrement(ref _uses) == 0)
            {
                Client.Dispose();
                _abandoned.Dispose();
            }
        }

        /// <summary>Cancels what is under way.</summary>
        public void EndExchanges() => _abandoned.Cancel();
    }
}
