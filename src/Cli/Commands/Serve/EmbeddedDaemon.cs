using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Gateway;

namespace Tollama.Cli.Commands.Serve;

/// <summary>
/// A daemon inside this process: gateway and silo on one Kestrel server. Disposing it drains and stops it.
/// </summary>
internal sealed class EmbeddedDaemon : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmbeddedDaemon(WebApplication app, Uri baseUrl)
    {
        _app = app;
        BaseUrl = baseUrl;
    }

    /// <summary>Where it answers.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Starts a daemon and returns once it accepts requests.</summary>
    /// <exception cref="TollamaException">InvalidRequest: unusable address; Conflict: the port is in use.</exception>
    public static async Task<EmbeddedDaemon> StartAsync(
        ServeSettings settings, CliContext context, CancellationToken cancellationToken)
    {
        var app = Build(settings, context);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            await StopAsync(app); // what started before the fault is at work
            if (fault is IOException { InnerException: AddressInUseException })
            {
                throw PortInUse(settings, fault);
            }

            throw;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return new EmbeddedDaemon(app, new Uri(addresses!.Addresses.First())); // Kestrel lists what it has bound
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync(_app);

    private static async ValueTask StopAsync(WebApplication app)
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private static TollamaException PortInUse(ServeSettings settings, Exception fault) => new(
        ErrorCode.Conflict,
        $"Port {settings.Port} on {settings.Host} is already in use, perhaps by another 'tollama serve'; "
        + "stop that one or choose another port with --port.",
        fault);

    private static WebApplication Build(ServeSettings settings, CliContext context)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        DaemonServices.Add(builder.Services, settings, context);
        AddLogging(builder.Logging, settings);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(ParseAddress(settings.Host, "--host"), settings.Port));
        return builder.Build().MapGateway();
    }

    /// <summary>Logs to the console at the settings' level; embedded daemons log nothing.</summary>
    public static void AddLogging(ILoggingBuilder logging, ServeSettings settings)
    {
        if (settings.IsEmbedded)
        {
            return;
        }

        logging.SetMinimumLevel(settings.LogLevel);
        if (settings.LogLevel > LogLevel.Debug)
        {
            // One line per request belongs to debugging; failures to start are reported by the command.
            logging.AddFilter("Microsoft", LogLevel.Warning);
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
    }

    /// <summary>An address to listen on.</summary>
    /// <param name="host">The address, or <c>localhost</c>.</param>
    /// <param name="source">Who says so, for the error.</param>
    /// <exception cref="TollamaException">InvalidRequest: it is none.</exception>
    public static IPAddress ParseAddress(string host, string source)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(host, out var address)
            ? address
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"{source} is '{host}', which is no address to listen on; use an IP address such as 127.0.0.1, or "
                + "0.0.0.0 for all.");
    }
}
