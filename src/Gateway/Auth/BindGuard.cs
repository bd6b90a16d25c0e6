using System.Net;
using Microsoft.Extensions.Hosting;
using Tollama.Core.Errors;

namespace Tollama.Gateway.Auth;

/// <summary>
/// Stops the start of a server that other machines could use without a key, unless that was asked for.
/// </summary>
internal sealed class BindGuard(GatewayOptions options, ApiKeyring keyring) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        bool isLoopback = options.Host == "localhost"
            || (IPAddress.TryParse(options.Host, out var address) && IPAddress.IsLoopback(address));
        return isLoopback || options.InsecureBind || keyring.IsClosed
            ? Task.CompletedTask
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"Listening on {options.Host} would let other machines use this daemon without a key; "
                + "add auth.api_keys to config.json, listen on 127.0.0.1, or say --insecure-bind.");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
