using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Serve;

/// <summary>A silo of a cluster in this process: grains and models, no HTTP API of its own.</summary>
internal static class SiloDaemon
{
    /// <summary>Runs the silo until cancelled; then it drains and leaves the cluster.</summary>
    /// <exception cref="TollamaException">InvalidRequest: an option is missing; Conflict: the address is in use.</exception>
    public static async Task RunAsync(ServeSettings settings, CliContext context, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        DaemonServices.Add(builder.Services, settings, context);
        EmbeddedDaemon.AddLogging(builder.Logging, settings);
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        context.Terminal.Note($"tollama silo {settings.Name ?? Environment.MachineName} serves the cluster on {settings.Listen}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await host.StopAsync(CancellationToken.None);
    }
}
