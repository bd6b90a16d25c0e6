using Microsoft.Extensions.Hosting;

namespace Tollama.Actors.Hosting;

/// <summary>Looks for the tables before the silo starts, so that a missing one is told in a sentence.</summary>
internal sealed class TablesCheck(ClusterOptions cluster) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task StartingAsync(CancellationToken cancellationToken) =>
        ClusterTables.MigrateAsync(cluster.Database!, Patience, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
