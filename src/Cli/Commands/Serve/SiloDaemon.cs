using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tollama.Cli.Output;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Serve;

/// <summary>A silo of a cluster in this process: grains and models, no HTTP API of its own.</summary>
internal static class SiloDaemon
{
    /// <summary>Runs the silo until cancelled; then it drains and leaves the cluster.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: an option is missing; Conflict: the address is in use.
    /// </exception>
    public static async Task RunAsync(ServeSettings settings, CliContext context, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        if (settings.HasWorkerPerDevice)
        {
            DaemonServices.AddWorkersOfCluster(builder.Services, settings, context);
        }
        else
        {
            DaemonServices.Add(builder.Services, settings, context);
        }

        EmbeddedDaemon.AddLogging(builder.Logging, settings);
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        context.Terminal.Note(
            $"tollama silo {settings.Name ?? Environment.MachineName} serves the cluster on {settings.Listen}");
        var ended = settings.IsWorker
            ? InputEndedAsync(context.Terminal, cancellationToken)
            : Task.Delay(Timeout.Infinite, cancellationToken);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await host.StopAsync(CancellationToken.None);
    }

    /// <summary>Ends when the input does: whoever started this worker is gone, or wants it to go.</summary>
    private static async Task InputEndedAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        byte[] ignored = new byte[256];
        while (await terminal.In.ReadAsync(ignored, cancellationToken) > 0)
        {
            // Nothing is said here; only the end counts.
        }
    }
}
