using Microsoft.Extensions.Hosting;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Hosting;

/// <summary>Runs the silo: collects idle activations; on stop drains them within the host's shutdown time.</summary>
internal sealed class SiloHost(ActivationCatalog catalog, ActorsOptions options, TimeProvider time)
    : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains after the other services have stopped: the last requests still find their grains.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => catalog.DrainAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.CollectionQuantum, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                catalog.CollectIdle();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
