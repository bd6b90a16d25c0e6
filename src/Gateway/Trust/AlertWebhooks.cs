using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Gateway.Ingest;

namespace Tollama.Gateway.Trust;

/// <summary>
/// Posts alerts to the addresses of their thresholds, one after the other, behind the answers: 5 s each, three tries,
/// 0.5 · 2^n s apart (contract/http-api §18.12). Addresses of private networks are refused unless
/// <c>TOLLAMA_ALLOW_PRIVATE_WEBHOOKS</c> allows them; redirects are not followed.
/// </summary>
internal sealed partial class AlertWebhooks : BackgroundService
{
    private const string PrivateSwitch = "TOLLAMA_ALLOW_PRIVATE_WEBHOOKS";
    private const int Capacity = 256;
    private const int Tries = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);

    private readonly Channel<(Uri Address, string Json)> _queue = Channel.CreateBounded<(Uri, string)>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lazy<HttpMessageInvoker> _client;

    /// <summary>A sender that waits for alerts.</summary>
    public AlertWebhooks(GatewayOptions options, TimeProvider time, ILogger<AlertWebhooks> log)
    {
        (_options, _time, _log) = (options, time, log);
        _client = new Lazy<HttpMessageInvoker>(CreateClient);
    }

    /// <summary>Queues an alert; an address that is no http(s) address is logged and left.</summary>
    public void Post(string address, string json)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            _queue.Writer.TryWrite((uri, json));
            return;
        }

        LogRefused(address, "it is no http or https address");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (address, json) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            for (int attempt = 0; attempt < Tries && !await TryPostAsync(address, json, stoppingToken); attempt++)
            {
                await Task.Delay(FirstPause * (1 << attempt), _time, stoppingToken);
            }
        }
    }

    /// <summary>Whether the alert needs no further try: it arrived, or the address is refused.</summary>
    private async Task<bool> TryPostAsync(Uri address, string json, CancellationToken stoppingToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, deadline.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        try
        {
            using var response = await _client.Value.SendAsync(request, either.Token);
            if (response.StatusCode < HttpStatusCode.InternalServerError)
            {
                return true;
            }

            LogFailed(address, $"status {(int)response.StatusCode}");
        }
        catch (HttpRequestException fault) when (fault.InnerException is PrivateAddressException)
        {
            LogRefused(address.Host, $"it is a private address; set {PrivateSwitch}=1 to allow that");
            return true;
        }
        catch (HttpRequestException fault)
        {
            LogFailed(address, fault.Message);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(address, $"no answer within {Timeout.TotalSeconds} s");
        }

        return false;
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        bool isAllowed = _options.Environment.Flag(PrivateSwitch) == true || addresses.All(PublicAddresses.Contains);
        if (!isAllowed)
        {
            throw new PrivateAddressException();
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

    private HttpMessageInvoker CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = ConnectAsync,
        PooledConnectionLifetime = TimeSpan.Zero, // the next alert checks its address again
        UseCookies = false,
        UseProxy = false,
    });

    [LoggerMessage(1030, LogLevel.Warning, "Webhook {Address} is refused: {Reason}")]
    private partial void LogRefused(string address, string reason);

    [LoggerMessage(1031, LogLevel.Warning, "Webhook {Address} did not take an alert: {Reason}")]
    private partial void LogFailed(Uri address, string reason);

    private sealed class PrivateAddressException : IOException;
}
