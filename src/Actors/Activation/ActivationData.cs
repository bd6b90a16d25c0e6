using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Core.Errors;

namespace Tollama.Actors.Activation;

/// <summary>One activation of a grain: its instance, its turns, its life from activation to deactivation.</summary>
internal sealed class ActivationData : IGrainContext
{
    private readonly ActivationCatalog _catalog;
    private readonly Lock _gate = new();
    private readonly List<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ActivationStatus _status;
    private DeactivationReason _reason;
    private CancellationToken _hurry;
    private IGrainBase? _grain;
    private long _lastCalls = -1;
    private long _idleSince;
    private long _delayUntil = long.MinValue;

    public ActivationData(GrainAddress address, GrainClass grainClass, ActivationCatalog catalog)
    {
        Address = address;
        Class = grainClass;
        _catalog = catalog;
        Turns = new TurnScheduler(grainClass.IsReentrant, fault => catalog.Log.StepFailed(address.GrainId, fault));
    }

    public GrainAddress Address { get; }

    public GrainId GrainId => Address.GrainId;

    public GrainClass Class { get; }

    public TurnScheduler Turns { get; }

    public IServiceProvider ActivationServices => _catalog.Services;

    public TimeProvider Time => _catalog.Time;

    /// <summary>Whether calls have to go to another activation.</summary>
    public bool IsGone => _status == ActivationStatus.Gone;

    /// <summary>Ends when the activation is gone.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Begins the activation as its first turn.</summary>
    public void Start() => Turns.Post(static state => _ = ((ActivationData)state!).ActivateAsync(), this);

    /// <inheritdoc/>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_status != ActivationStatus.Active)
            {
                if (_status == ActivationStatus.Activating && _reason == default)
                {
                    _reason = deactivationReason; // taken up as soon as the activation is complete
                }

                return;
            }

            _status = ActivationStatus.Deactivating;
            _reason = deactivationReason;
            _hurry = cancellationToken;
        }

        Turns.Close(() => _ = FinishAsync());
    }

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        long now = Time.GetTimestamp();
        Volatile.Write(ref _delayUntil, timeSpan < TimeSpan.Zero ? long.MinValue
            : timeSpan == TimeSpan.MaxValue ? long.MaxValue
            : now + (long)(timeSpan.TotalSeconds * Time.TimestampFrequency));
    }

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_status == ActivationStatus.Gone, this);
            _timers.Add(timer);
        }

        return timer;
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    public void ReportTimerFault(Exception fault) => _catalog.Log.TimerFailed(GrainId, fault);

    /// <summary>Deactivates the activation if nobody used it for its collection age; called once per sweep.</summary>
    public void CollectIfIdle(TimeSpan defaultAge)
    {
        var (calls, isBusy) = Turns.Usage;
        long now = Time.GetTimestamp();
        if (isBusy || calls != _lastCalls)
        {
            _lastCalls = calls;
            _idleSince = now;
            return;
        }

        if (!Class.IsKeptAlive
            && now >= Volatile.Read(ref _delayUntil)
            && Time.GetElapsedTime(_idleSince, now) >= (Class.CollectionAge ?? defaultAge))
        {
            Deactivate(
                new DeactivationReason(DeactivationReasonCode.ActivationIdle, "not called for its collection age"));
        }
    }

    private async Task ActivateAsync()
    {
        GrainAddress? standing = null;
        if (await TurnBoundary.TryAsync(async () => standing = await RegisterAsync()) is { } unregistered)
        {
            _catalog.Log.ActivationFailed(GrainId, unregistered);
            Leave(call => call.Fail(unregistered));
            return;
        }

        if (standing != Address)
        {
            Leave(call => _catalog.Redirect(call, standing?.SiloAddress));
            return;
        }

        if (await TurnBoundary.TryAsync(MakeGrainAsync) is { } fault)
        {
            _catalog.Log.ActivationFailed(GrainId, fault);
            await DisposeGrainAsync();
            await UnregisterAsync();
            Leave(call => call.Fail(fault));
            return;
        }

        DeactivationReason asked;
        lock (_gate)
        {
            _status = ActivationStatus.Active;
            asked = _reason;
        }

        Turns.Open(_grain!);
        if (asked != default)
        {
            Deactivate(asked);
        }
    }

    private async Task<GrainAddress?> RegisterAsync()
    {
        try
        {
            return await _catalog.Directory.RegisterAsync(Address, CancellationToken.None);
        }
        catch (TableUnavailableException away)
        {
            throw new TollamaException(
                ErrorCode.Unavailable,
                $"{GrainId} cannot be activated: the cluster's database cannot be reached.",
                away)
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }
    }

    /// <summary>
    /// Gives up the directory entry. If that fails it stays ours, and our next activation takes it over.
    /// </summary>
    private async Task UnregisterAsync()
    {
        if (await TurnBoundary.TryAsync(
            () => _catalog.Directory.UnregisterAsync(Address, CancellationToken.None)) is { } fault)
        {
            _catalog.Log.DeactivationFailed(GrainId, fault);
        }
    }

    private async Task MakeGrainAsync()
    {
        var activator = new GrainActivator(this);
        _grain = Class.Activate(activator);
        (_grain as Grain)?.Attach(this);
        using var limit = new CancellationTokenSource(_catalog.Options.ActivationTimeout, Time);
        try
        {
            foreach (var state in activator.States)
            {
                await state.ReadAsync(limit.Token);
            }

            await _grain.OnActivateAsync(limit.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new TollamaException(
                ErrorCode.Unavailable,
                $"Grain {GrainId} did not activate within {_catalog.Options.ActivationTimeout}; retry later.",
                late);
        }
    }

    private async Task FinishAsync()
    {
        StopTimers();
        using var limit = new CancellationTokenSource(_catalog.Options.DeactivationTimeout, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _hurry);
        if (await TurnBoundary.TryAsync(() => _grain!.OnDeactivateAsync(_reason, both.Token)) is { } fault)
        {
            _catalog.Log.DeactivationFailed(GrainId, fault);
        }

        await DisposeGrainAsync();
        await UnregisterAsync();
        Leave(_catalog.Resend);
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_gate)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    private async Task DisposeGrainAsync()
    {
        StopTimers();
        if (await TurnBoundary.TryAsync(DisposeAsync) is { } fault)
        {
            _catalog.Log.DeactivationFailed(GrainId, fault);
        }

        async Task DisposeAsync()
        {
            if (_grain is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
            else
            {
                (_grain as IDisposable)?.Dispose();
            }
        }
    }

    private void Leave(Action<QueuedCall> handOver)
    {
        _status = ActivationStatus.Gone;
        _catalog.Remove(this);
        foreach (var call in Turns.Abandon())
        {
            handOver(call);
        }

        _gone.SetResult();
    }
}
