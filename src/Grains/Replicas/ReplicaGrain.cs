using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Replicas;

/// <summary>
/// One generation of a model on a device. It loads with its first forecast, not while it activates: an activation has
/// seconds, a load may take minutes. Callers that leave do not stop a load; the next one is glad of it.
/// </summary>
internal sealed partial class ReplicaGrain(
    IForecasterFactory factory, BatchingOptions batching, TimeProvider time, ILogger<ReplicaGrain> logger)
    : Grain, IReplicaGrain, IDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);

    private readonly CancellationTokenSource _stop = new();
    private Task? _loading;
    private IForecaster? _forecaster;
    private BatchCollector? _collector;
    private ModelArtifact? _artifact;
    private double? _loadMilliseconds;

    public async Task<ForecastResult> ForecastAsync(ForecastCall call, CancellationToken cancellationToken)
    {
        _artifact ??= call.Artifact;
        if (!ReferenceEquals(_artifact, call.Artifact) && !ArtifactIdentity.AreSame(_artifact, call.Artifact))
        {
            throw new TollamaException(
                ErrorCode.Unavailable, $"Model '{_artifact.Name}' is being replaced by another version; retry.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        if (_collector is null)
        {
            _loading ??= LoadAsync(_artifact);
            await _loading.WaitAsync(cancellationToken);
        }

        double? loadMilliseconds = _loadMilliseconds;
        _loadMilliseconds = null;
        var result = await _collector!.SubmitAsync(call.Request, cancellationToken);
        return loadMilliseconds is null ? result : result with { ModelLoadMs = loadMilliseconds };
    }

    public Task UnloadAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<ReplicaStatus> StatusAsync() => Task.FromResult(new ReplicaStatus(
        _forecaster is not null,
        _forecaster?.Traits.ResidentBytes ?? 0,
        _collector?.Queued ?? 0,
        _collector?.Running ?? 0));

    /// <summary>Ends the engine calls whose callers have left, then gives the memory back.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_loading is not null)
        {
            await _loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (_collector is not null)
        {
            await _collector.DrainAsync();
        }

        if (_forecaster is not null)
        {
            await _forecaster.DisposeAsync();
            string replica = this.GetPrimaryKeyString();
            LogUnloaded(replica, reason.Description);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task LoadAsync(ModelArtifact artifact)
    {
        long started = time.GetTimestamp();
        try
        {
            var forecaster = await Task.Run(
                () => factory.CreateAsync(artifact, DeviceId.Cpu, _stop.Token).AsTask(), _stop.Token);
            _forecaster = forecaster;
            _collector = new BatchCollector(forecaster, batching, _stop.Token);
            double milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            long bytes = forecaster.Traits.ResidentBytes;
            _loadMilliseconds = bytes > 0 ? milliseconds : null; // a model without weights is not loaded
            DelayDeactivation(Forever);
            string replica = this.GetPrimaryKeyString();
            LogLoaded(replica, bytes, milliseconds);
        }
        finally
        {
            _loading = null;
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Loaded {Replica}: {Bytes} bytes in {Milliseconds} ms")]
    private partial void LogLoaded(string replica, long bytes, double milliseconds);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "Unloaded {Replica}: {Reason}")]
    private partial void LogUnloaded(string replica, string reason);
}
