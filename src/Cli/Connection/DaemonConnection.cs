using System.CommandLine;
using System.Net.Sockets;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Parsing;
using Tollama.Client.Transport;

namespace Tollama.Cli.Connection;

/// <summary>
/// A daemon to work with: the one that the command line names, the one that answers at the default address, or one
/// inside this process that ends with the command.
/// </summary>
internal sealed class DaemonConnection : IAsyncDisposable
{
    /// <summary>What help pages say of it.</summary>
    public const string Advice =
        " Without --base-url and without a daemon at the default address, the command runs a daemon of its own.";

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private readonly EmbeddedDaemon? _embedded;

    private DaemonConnection(DaemonTransport client, EmbeddedDaemon? embedded)
    {
        Client = client;
        _embedded = embedded;
    }

    /// <summary>Speaks to the daemon.</summary>
    public DaemonTransport Client { get; }

    /// <summary>Whether the daemon runs inside this process.</summary>
    public bool IsEmbedded => _embedded is not null;

    /// <summary>Opens the connection; starts a daemon in this process where that is allowed and none answers.</summary>
    public static async Task<DaemonConnection> OpenAsync(
        DaemonOptions options, ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var named = options.Client(parsed, context);
        if (
            parsed.GetValue(options.BaseUrl) is not null
            || await AnswersAsync(new Uri(named.Address), cancellationToken))
        {
            return new DaemonConnection(named, null);
        }

        named.Dispose();
        context.Terminal.Note(
            $"No daemon answers at {DaemonAddress.Default}; this command runs its own and stops it at the end.");
        var settings = new ServeSettings { Port = 0, IsEmbedded = true };
        var embedded = await EmbeddedDaemon.StartAsync(settings, context, cancellationToken);
        return new DaemonConnection(options.Client(embedded.BaseUrl, parsed, context), embedded);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }

    /// <summary>Whether anything accepts connections there; a daemon that refuses us still is one.</summary>
    private static async Task<bool> AnswersAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeTimeout);
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(address.Host, address.Port, limit.Token);
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
}
