using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Metering;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Metering;

/// <summary>
/// Counts successful executions per caller (contract/http-api §18.2). Counts gather here and go to the store once a
/// second, before anybody reads them, and when the daemon stops: no forecast waits for a disk.
/// </summary>
internal sealed partial class UsageMeter(IGrainFactory grains, TimeProvider time, ILogger<UsageMeter> log)
    : BackgroundService
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = log;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly Dictionary<string, UsageDelta> _gathered = new(StringComparer.Ordinal);
    private (string Name, UsageDelta[] Deltas)? _batch;
    private string? _postponedFor;

    private IUsageGrain Ledger => grains.GetGrain<IUsageGrain>(GrainKeys.Usage);

    /// <summary>Counts one execution.</summary>
    public void Add(string keyId, double inferenceMs, int series) =>
        Gather(new UsageDelta(keyId, 1, inferenceMs, series, time.GetUtcNow()));

    /// <summary>What a caller has used so far; null when nothing.</summary>
    /// <exception cref="TollamaException">Unavailable: the store did not answer.</exception>
    public async Task<UsageRow?> FindAsync(string keyId)
    {
        await FlushAsync();
        return await Ledger.FindAsync(keyId);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _flushing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryFlushAsync();
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync();
            _postponedFor = null;
        }
        catch (TollamaException fault)
        {
            if (_postponedFor != fault.Message)
            {
                _postponedFor = fault.Message; // said once, not with every attempt
                LogPostponed(fault.Message);
            }
        }
    }

    private async Task FlushAsync()
    {
        await _flushing.WaitAsync();
        try
        {
            // first what was under way when an answer was lost: under its name it counts once
            for (int parts = 0; parts < 2 && (_batch ??= Take()) is { } batch; parts++)
            {
                await Ledger.AddAsync(batch.Name, batch.Deltas);
                _batch = null;
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    private (string Name, UsageDelta[] Deltas)? Take()
    {
        lock (_gate)
        {
            if (_gathered.Count == 0)
            {
                return null;
            }

            UsageDelta[] taken = [.. _gathered.Values];
            _gathered.Clear();
            return (Guid.NewGuid().ToString("N"), taken);
        }
    }

    private void Gather(UsageDelta delta)
    {
        lock (_gate)
        {
            _gathered[delta.KeyId] = _gathered.TryGetValue(delta.KeyId, out var before)
                ? before with
                {
                    Requests = before.Requests + delta.Requests,
                    InferenceMs = before.InferenceMs + delta.InferenceMs,
                    Series = before.Series + delta.Series,
                    At = delta.At > before.At ? delta.At : before.At,
                }
                : delta;
        }
    }

    [LoggerMessage(1020, LogLevel.Warning, "Usage could not be stored yet; it is kept for the next attempt: {Reason}")]
    private partial void LogPostponed(string reason);
}
