using System.Net;
using System.Net.Sockets;
using Tollama.Core.Errors;

namespace Tollama.Gateway.Ingest;

/// <summary>
/// Fetches table files over http(s) for callers who must not use this server to reach what they cannot reach
/// themselves: every connection, those after a redirect too, goes to an address that was checked, not to a name that
/// may resolve differently a moment later. No proxy, no cookies, no credentials.
/// </summary>
internal sealed class RemoteTable : IDisposable
{
    private const string PrivateSwitch = "TOLLAMA_ALLOW_PRIVATE_DATA_URL";
    private const int MostRedirects = 5;

    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly Lazy<HttpMessageInvoker> _client;

    /// <summary>Fetches with the system's name service.</summary>
    public RemoteTable(GatewayOptions options, TimeProvider time)
        : this(options, time, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>Fetches with a name service.</summary>
    internal RemoteTable(
        GatewayOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _options = options;
        _time = time;
        _resolve = resolve;
        _client = new Lazy<HttpMessageInvoker>(CreateClient);
    }

    /// <summary>How long a fetch may take, redirects included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fetches a file.</summary>
    /// <param name="address">http or https.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="TollamaException">InvalidRequest: refused, not there, too large, or too slow.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FollowAsync(address, either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(address, $"it did not arrive within {Timeout.TotalSeconds:0} s", fault);
        }
        catch (HttpRequestException fault)
        {
            // A refused address is thrown by the connect callback and comes wrapped.
            throw fault.InnerException as TollamaException ?? Failed(address, "the server did not answer", fault);
        }
        catch (IOException fault)
        {
            throw Failed(address, "the answer ended early", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private HttpMessageInvoker CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = ConnectAsync,
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.Zero, // the next request checks its address again
        UseCookies = false,
        UseProxy = false,
    });

    private async Task<ReadOnlyMemory<byte>> FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            Check(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", "tollama");
            using var response = await _client.Value.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK)
            {
                return await ReadBodyAsync(address, response, cancellationToken);
            }

            address = (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
                ? new Uri(address, location)
                : throw Failed(address, $"the server answered with status {(int)response.StatusCode}");
        }

        throw Failed(address, $"it is more than {MostRedirects} redirects away");
    }

    private static void Check(Uri address)
    {
        if (address.Scheme is not ("http" or "https"))
        {
            throw Failed(address, $"the scheme '{address.Scheme}' is not one of http, https");
        }

        if (address.UserInfo.Length > 0)
        {
            throw Failed(address, "an address with a user name is refused");
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        Uri address, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        long limit = _options.MaxRequestBodyBytes;
        if (response.Content.Headers.ContentEncoding.FirstOrDefault(encoding => encoding != "identity") is { } encoding)
        {
            throw Failed(address, $"the server sent it with encoding {encoding}, which nobody asked for");
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new MemoryStream();
        byte[] buffer = new byte[32 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (bytes.Length + count > limit)
            {
                throw Failed(address, $"it has more than {limit} bytes (TOLLAMA_MAX_REQUEST_BODY_MB)");
            }

            await bytes.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host;
        var addresses = await ResolveAsync(host, cancellationToken);
        if (_options.Environment.Flag(PrivateSwitch) != true)
        {
            addresses = addresses.All(PublicAddresses.Contains)
                ? addresses
                : throw new TollamaException(
                    ErrorCode.InvalidRequest,
                    $"data_url leads to '{host}', a private address; set {PrivateSwitch}=1 on the server to allow that."
                );
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await _resolve(host, cancellationToken);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    private static TollamaException Failed(Uri address, string reason, Exception? cause = null) =>
        new(
            ErrorCode.InvalidRequest,
            $"data_url '{address.GetLeftPart(UriPartial.Path)}' cannot be fetched: {reason}.",
            cause);
}
