using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Pacing;

namespace Tollama.Grains.Replicas;

/// <summary>
/// One generation of a model on a device. It loads when it is told to, not while it activates: an activation has
/// seconds, a load may take minutes. Callers that leave do not stop a load; the next one is glad of it.
/// </summary>
[SiloPinnedPlacement]
internal sealed partial class ReplicaGrain(
    IForecasterFactory factory,
    IWeightSource weights,
    IDeviceInventory inventory,
    BatchingOptions batching,
    SchedulingRules rules,
    StopDeadline stopping,
    PaceBook paces,
    TimeProvider time,
    ILogger<ReplicaGrain> logger)
    : Grain, IReplicaGrain, IDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);

    private readonly CancellationTokenSource _stop = new();
    private IDeviceGrain _device = null!;
    private string _model = string.Empty;
    private DeviceId _deviceId;
    private Task<LoadOutcome>? _loading;
    private IForecaster? _forecaster;
    private BatchCollector? _collector;
    private ModelArtifact? _artifact;
    private long _generation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_model, string device) = ReplicaKey.Parse(this.GetPrimaryKeyString());
        string id = DeviceKey.Parse(device).Device;
        _deviceId = inventory.Devices.FirstOrDefault(known => known.Id.ToString() == id)?.Id
            ?? throw new InvalidOperationException($"This silo has no device '{id}'.");
        _device = GrainFactory.GetGrain<IDeviceGrain>(device);
        _ = GiveUpAfterAsync(Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public async Task<LoadOutcome> LoadAsync(LoadOrder order, CancellationToken cancellationToken)
    {
        if (stopping.Passed.IsCancellationRequested)
        {
            throw new TollamaException(
                ErrorCode.Unavailable, $"This process is stopping and loads '{order.Artifact.Name}' no more; retry.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        if (!IsSameVersion(order.Artifact))
        {
            return new LoadOutcome(LoadRefusal.NotServing, TimeSpan.Zero, null);
        }

        if (_collector is not null)
        {
            return new LoadOutcome(LoadRefusal.None, TimeSpan.Zero, null);
        }

        bool isFirst = _loading is null;
        _loading ??= LoadOnceAsync(order);
        var outcome = await _loading.WaitAsync(cancellationToken);
        return isFirst ? outcome : outcome with { Took = null };
    }

    public async Task<ReplicaAnswer> ForecastAsync(
        ForecastCall call,
        bool hasSpareCopy,
        CancellationToken cancellationToken)
    {
        long arrived = time.GetTimestamp();
        if (_collector is not { } collector
            || !IsSameVersion(call.Artifact)
            || !await BeginForecastAsync(new ForecastLease(ShapeOf(call.Request), call.Class, hasSpareCopy)))
        {
            return ReplicaAnswer.NotServing;
        }

        TimeSpan? share = null;
        try
        {
            var answer = await collector.SubmitAsync(
                call.Request, new Asker(call.Key, call.Class), call.TimeLimit, cancellationToken);
            share = answer.Refusal == LoadRefusal.None ? answer.Share : null;
            return answer;
        }
        finally
        {
            TimeSpan? keepFor = call.KeepAlive > TimeSpan.Zero ? call.KeepAlive - time.GetElapsedTime(arrived) : null;
            await TellAsync(_device.EndForecastAsync(_model, _generation, call.Request.Series.Count, share, keepFor));
        }
    }

    public Task<ForecastRequest?> SeparateAsync(ForecastRequest request) =>
        Task.FromResult(_forecaster?.Separate(request));

    public Task UnloadAsync()
    {
        _ = GiveUpAfterAsync(rules.DrainLimit);
        return LeaveAsync();
    }

    public async Task<bool> RetireAsync(long generation)
    {
        if (generation != _generation)
        {
            return false;
        }

        if (_collector is null)
        {
            await _stop.CancelAsync(); // a load that takes too long
        }

        await LeaveAsync();
        return true;
    }

    /// <summary>Ends the engine calls whose callers have left, then gives the memory back.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_loading is not null)
        {
            await ((Task)_loading).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (_collector is not null)
        {
            await _collector.DrainAsync();
        }

        if (_forecaster is not null)
        {
            await GiveBackAsync(_forecaster);
            string replica = this.GetPrimaryKeyString();
            LogUnloaded(replica, reason.Description);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private static RunShape ShapeOf(ForecastRequest request) => new(
        request.Series.Count,
        request.Series.Max(series => series.Target.Count),
        request.Horizon,
        Math.Max(1, request.Quantiles.Count));

    private async Task LeaveAsync()
    {
        await TellAsync(_device.BeginDrainAsync(_model, _generation));
        DeactivateOnIdle();
    }

    /// <summary>
    /// Ends what still runs after a while, or when the process that stops has waited long enough; callers take their
    /// forecasts to another copy, or are told to retry where there is none.
    /// </summary>
    private async Task GiveUpAfterAsync(TimeSpan patience)
    {
        using var early = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, stopping.Passed);
        await Task.Delay(patience, time, early.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_stop.IsCancellationRequested)
        {
            return; // it has gone
        }

        if (_collector?.GiveUp() is int ended and > 0)
        {
            string replica = this.GetPrimaryKeyString();
            LogGivenUp(replica, ended);
        }

        await _stop.CancelAsync();
        await LeaveAsync();
    }

    private async Task<bool> BeginForecastAsync(ForecastLease lease)
    {
        try
        {
            return await _device.BeginForecastAsync(_model, _generation, lease);
        }
        catch (TollamaException gone)
        {
            string replica = this.GetPrimaryKeyString();
            LogDeviceGone(replica, gone.Message);
            return false;
        }
    }

    /// <summary>Tells the device. When the silo stops, the device may go first, and its ledger with it.</summary>
    private async Task TellAsync(Task told)
    {
        try
        {
            await told;
        }
        catch (TollamaException gone)
        {
            string replica = this.GetPrimaryKeyString();
            LogDeviceGone(replica, gone.Message);
        }
    }

    /// <summary>
    /// Whether this copy is of those weights. One that is not goes: they have been pulled anew since.
    /// </summary>
    private bool IsSameVersion(ModelArtifact artifact)
    {
        _artifact ??= artifact;
        bool isSame = ReferenceEquals(_artifact, artifact) || ArtifactIdentity.AreSame(_artifact, artifact);
        if (!isSame)
        {
            DeactivateOnIdle();
        }

        return isSame;
    }

    private async Task<LoadOutcome> LoadOnceAsync(LoadOrder order)
    {
        try
        {
            await Task.Yield(); // a refusal may be there at once: it ends only after it is known to have begun
            var outcome = await TryLoadAsync(order, isLast: false);
            return outcome
                ?? await TryLoadAsync(order, isLast: true)
                ?? new LoadOutcome(LoadRefusal.NoRoom, TimeSpan.FromSeconds(1), null);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // it was told to go before it was loaded
            return new LoadOutcome(LoadRefusal.NotServing, TimeSpan.Zero, null);
        }
        finally
        {
            _loading = null;
            _artifact = _collector is null ? null : _artifact;
        }
    }

    /// <summary>
    /// Loads once; null when the model turned out bigger than there is room for, which is known next time.
    /// </summary>
    /// <param name="order">What to load.</param>
    /// <param name="isLast">Whether a lack of memory is the caller's to know; else null is returned for it.</param>
    private async Task<LoadOutcome?> TryLoadAsync(LoadOrder order, bool isLast)
    {
        var (artifact, refused) = await FindWeightsAsync(order);
        if (artifact is null)
        {
            return refused;
        }

        var ticket = await _device.AcquireAsync(Wish(order.Artifact, order.Class), _stop.Token);
        if (ticket.Refusal != LoadRefusal.None)
        {
            return new LoadOutcome(ticket.Refusal, ticket.RetryAfter, null);
        }

        _generation = ticket.Generation;
        long started = time.GetTimestamp();
        if (await CreateAsync(artifact, isLast) is not { } forecaster)
        {
            return null;
        }

        double milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
        long bytes = forecaster.Traits.ResidentBytes;
        if (!await _device.EndLoadAsync(_model, _generation, bytes, order.Backlog))
        {
            await GiveBackAsync(forecaster);
            return null;
        }

        _forecaster = forecaster;
        string replica = this.GetPrimaryKeyString();
        var pace = forecaster.Traits.HasSteadyPace ? paces.Of(replica, order.Artifact) : null;
        _collector = new BatchCollector(forecaster, pace, batching, time, _stop.Token);
        DelayDeactivation(Forever);
        LogLoaded(replica, _generation, bytes, milliseconds);
        // without weights nothing is loaded
        TimeSpan? took = bytes > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;
        return new LoadOutcome(LoadRefusal.None, TimeSpan.Zero, took);
    }

    private LoadWish Wish(ModelArtifact artifact, WorkClass urgency) => new(
        _model, artifact.Family, ArtifactIdentity.Describe(artifact), factory.EstimateBytes(artifact), urgency);

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Whatever ended the load, the device must get its memory back; it is thrown on.")]
    private async Task<IForecaster?> CreateAsync(ModelArtifact artifact, bool isLast)
    {
        IForecaster? forecaster = null;
        try
        {
            forecaster = await Task.Run(
                () => factory.CreateAsync(artifact, _deviceId, _stop.Token).AsTask(),
                _stop.Token);
            await _device.BeginWarmAsync(_model, _generation);
            await Task.Run(() => forecaster.WarmAsync(_stop.Token).AsTask(), _stop.Token);
            return forecaster;
        }
        catch (TollamaException lack) when (lack.Code == ErrorCode.InsufficientMemory)
        {
            await (forecaster?.DisposeAsync() ?? ValueTask.CompletedTask);
            string replica = this.GetPrimaryKeyString();
            LogNoMemory(replica, _generation, lack.Message);
            await TellAsync(_device.LackMemoryAsync(_model, _generation, isLast));
            _generation = 0;
            if (isLast)
            {
                throw;
            }

            return null;
        }
        catch (Exception fault)
        {
            await (forecaster?.DisposeAsync() ?? ValueTask.CompletedTask);
            bool mayPass = fault is not TollamaException typed || ErrorTable.Describe(typed.Code).HttpStatus >= 500;
            await TellAsync(
                _device.FailLoadAsync(_model, _generation, mayPass && fault is not OperationCanceledException));
            _generation = 0;
            throw;
        }
    }

    private async Task GiveBackAsync(IForecaster forecaster)
    {
        await TellAsync(_device.BeginUnloadAsync(_model, _generation));
        try
        {
            await forecaster.DisposeAsync();
        }
        finally
        {
            await TellAsync(_device.EndUnloadAsync(_model, _generation));
            _generation = 0;
        }
    }

    [LoggerMessage(
        EventId = 5001,
        Level = LogLevel.Information,
        Message = "Loaded {Replica} (generation {Generation}): {Bytes} bytes in {Milliseconds} ms")]
    private partial void LogLoaded(string replica, long generation, long bytes, double milliseconds);

    [LoggerMessage(
        EventId = 5004,
        Level = LogLevel.Warning,
        Message = "{Replica} (generation {Generation}) found no memory for its load: {Reason}")]
    private partial void LogNoMemory(string replica, long generation, string reason);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Debug, Message = "{Replica}: its device is gone already: {Reason}")]
    private partial void LogDeviceGone(string replica, string reason);

    [LoggerMessage(
        EventId = 5005,
        Level = LogLevel.Warning,
        Message = "{Replica} goes and waits no longer: {Forecasts} forecasts in it are for others")]
    private partial void LogGivenUp(string replica, int forecasts);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "Unloaded {Replica}: {Reason}")]
    private partial void LogUnloaded(string replica, string reason);
}
