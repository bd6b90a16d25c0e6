using Microsoft.Extensions.Hosting;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Replicas;

/// <summary>Says when a process that stops has waited long enough for the forecasts that run in it.</summary>
/// <param name="rules">How long that is.</param>
/// <param name="time">The clock.</param>
internal sealed class StopDeadline(SchedulingRules rules, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _passed = new();
    private ITimer? _timer;

    /// <summary>Cancelled when it has.</summary>
    public CancellationToken Passed => _passed.Token;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The process begins to stop.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _timer ??= time.CreateTimer(
            static passed => ((CancellationTokenSource)passed!).Cancel(),
            _passed,
            rules.DrainLimit,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose(); // the token stays: copies may still look at it
}
