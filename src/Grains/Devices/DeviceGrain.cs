using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Models;
using Tollama.Grains.Pacing;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Devices;

/// <summary>Carries out what the <see cref="DeviceScheduler"/> of one device decides.</summary>
[SiloPinnedPlacement]
[KeepAlive]
internal sealed partial class DeviceGrain(
    IDeviceInventory inventory,
    SchedulingRules rules,
    HostLedger host,
    PaceBook paces,
    TimeProvider time,
    ILogger<DeviceGrain> logger)
    : Grain, IDeviceGrain
{
    /// <summary>What a copy is before it has been granted memory.</summary>
    private const long NoGeneration = 0;

    private readonly Dictionary<string, TaskCompletionSource<LoadTicket>> _waiters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answering = new(StringComparer.Ordinal);
    private readonly long _origin = time.GetTimestamp();
    private readonly DateTimeOffset _originTime = time.GetUtcNow();
    private DeviceScheduler _scheduler = null!;
    private DeviceInfo _info = null!;
    private IGrainTimer _timer = null!;
    private TimeSpan? _armedFor;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        string id = DeviceKey.Parse(this.GetPrimaryKeyString()).Device;
        _info = inventory.Devices.FirstOrDefault(device => device.Id.ToString() == id)
            ?? throw new InvalidOperationException($"This silo has no device '{id}'.");
        var ledger = DeviceMemoryRules.CreateLedger(
            _info, rules, host, seesProcesses: !OperatingSystem.IsWindows());
        _scheduler = new DeviceScheduler(ledger, rules, DeviceMemoryRules.IsStaged(_info) ? host : null);
        if (DeviceMemoryRules.Read(_info, inventory, _scheduler.Ledger) is not null)
        {
            this.RegisterGrainTimer(
                _ => LookAsync(),
                new GrainTimerCreationOptions(rules.LookEvery, rules.LookEvery) { Interleave = true });
        }

        this.RegisterGrainTimer(
            _ => KeepLearntAsync(),
            new GrainTimerCreationOptions(KeepEvery, KeepEvery) { Interleave = true });
        _timer = this.RegisterGrainTimer(
            TickAsync,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<LoadTicket> BeginFetchAsync(LoadWish wish)
    {
        await RecallAsync(wish);
        var ticket = _scheduler.BeginFetch(wish, Now);
        await CarryOut();
        return ticket;
    }

    public Task ContinueFetchAsync(string model, long bytes)
    {
        _scheduler.ContinueFetch(model, bytes, Now);
        return Task.CompletedTask;
    }

    public Task EndFetchAsync(string model, bool isThere, bool mayPass)
    {
        if (isThere)
        {
            _scheduler.EndFetch(model);
        }
        else
        {
            _scheduler.FailFetch(model, mayPass, Now);
        }

        return Task.CompletedTask;
    }

    public async Task<LoadTicket> AcquireAsync(LoadWish wish, CancellationToken cancellationToken)
    {
        await RecallAsync(wish);
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource<LoadTicket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters[wish.Model] = waiter;
        Measure();
        _scheduler.Request(wish, Now);
        await CarryOut();
        try
        {
            return await waiter.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (_waiters.GetValueOrDefault(wish.Model) == waiter)
            {
                _waiters.Remove(wish.Model);
                _scheduler.Cancel(wish.Model, Now);
            }
            else if (waiter.Task.IsCompletedSuccessfully)
            {
                var granted = await waiter.Task; // in the moment in which the caller left: nobody loads it
                _scheduler.FailLoad(wish.Model, granted.Generation, mayPass: false, Now);
            }

            await CarryOut();
            throw;
        }
    }

    public Task RaiseAsync(string model, WorkClass urgency)
    {
        _scheduler.Raise(model, urgency, Now);
        return CarryOut();
    }

    public Task BeginWarmAsync(string model, long generation)
    {
        _scheduler.BeginWarm(model, generation, Now);
        return CarryOut();
    }

    public async Task<bool> EndLoadAsync(string model, long generation, long bytes, int backlog)
    {
        Measure(); // the driver's last word is of before
        long reserved = _scheduler.Find(model)?.Bytes ?? 0;
        long measured = DeviceMemoryRules.Measured(_info, inventory, _scheduler.Ledger, reserved, bytes);
        bool fits = _scheduler.EndLoad(model, generation, measured, backlog, Now);
        Measure();
        await CarryOut();
        return fits;
    }

    public Task FailLoadAsync(string model, long generation, bool mayPass)
    {
        _scheduler.FailLoad(model, generation, mayPass, Now);
        return CarryOut();
    }

    public Task LackMemoryAsync(string model, long generation, bool isLast)
    {
        _scheduler.LackMemory(model, generation, isLast, Now);
        return CarryOut();
    }

    public Task<bool> BeginForecastAsync(string model, long generation, ForecastLease lease) =>
        Task.FromResult(_scheduler.BeginLease(model, generation, lease, Now));

    public Task EndForecastAsync(string model, long generation, int series, TimeSpan? share, TimeSpan? keepFor)
    {
        if (share is not null && _scheduler.Find(model)?.Generation == generation)
        {
            _answering.Add(model);
            _scheduler.Keep(model, keepFor is { } span && span < TimeSpan.MaxValue - Now ? Now + span : null);
        }

        if (_scheduler.Find(model) is { Leases: 1 })
        {
            Measure(); // what its engine calls took is still there, and still its
        }

        _scheduler.EndLease(model, generation, series, share, Now);
        return CarryOut();
    }

    public async Task<bool> PinAsync(string model, bool isPinned)
    {
        bool stays = _scheduler.Pin(model, isPinned, Now);
        await CarryOut();
        return stays;
    }

    public Task BeginDrainAsync(string model, long generation)
    {
        _scheduler.BeginDrain(model, generation);
        return Task.CompletedTask;
    }

    public Task BeginUnloadAsync(string model, long generation)
    {
        _answering.Remove(model);
        Measure(); // what is used beyond the accounts by now is not this copy's to give back
        _scheduler.BeginUnload(model, generation, Now);
        return CarryOut();
    }

    public Task EndUnloadAsync(string model, long generation)
    {
        bool isBack = IsMemoryBack(model);
        if (!isBack)
        {
            string device = this.GetPrimaryKeyString();
            LogNotBack(device, model, generation);
        }

        _scheduler.EndUnload(model, generation, isBack, Now);
        Measure();
        return CarryOut();
    }

    public async Task<DeviceReport> DescribeAsync()
    {
        Measure();
        await CarryOut();
        return DeviceReporting.Describe(
            this.GetPrimaryKeyString(),
            _info,
            _scheduler,
            [.. _answering.Order(StringComparer.Ordinal)],
            Now,
            _originTime,
            paces);
    }

    private Task LookAsync()
    {
        Measure();
        return CarryOut();
    }

    private TimeSpan Now => time.GetElapsedTime(_origin);

    private Task TickAsync(CancellationToken cancellationToken)
    {
        _armedFor = null;
        _scheduler.Tick(Now);
        return CarryOut();
    }

    private void Measure() => _scheduler.Measure(DeviceMemoryRules.Read(_info, inventory, _scheduler.Ledger), Now);

    /// <summary>Whether what the driver sees in use is little enough for the copy to be gone.</summary>
    private bool IsMemoryBack(string model) =>
        _scheduler.Find(model) is { } resident
        && DeviceMemoryRules.IsBack(_info, inventory, _scheduler.Ledger, resident.Bytes);

    private Task CarryOut()
    {
        while (_scheduler.TakeOrders() is { Count: > 0 } orders) // carrying one out may give the next
        {
            foreach (var order in orders)
            {
                CarryOut(order);
            }
        }

        ArmTimer();
        return Task.CompletedTask;
    }

    private void CarryOut(DeviceOrder order)
    {
        switch (order)
        {
            case DeviceOrder.Grant grant:
                Answer(grant);
                break;
            case DeviceOrder.Refuse refuse when _waiters.Remove(refuse.Model, out var refused):
                refused.TrySetResult(new LoadTicket(refuse.Reason, 0, refuse.RetryAfter));
                break;
            case DeviceOrder.Retire retire:
                string device = this.GetPrimaryKeyString();
                LogRetiring(device, retire.Model, retire.Generation, retire.Reason);
                _ = ReportAsync(RetireAsync(retire));
                break;
            case DeviceOrder.Expire expire:
                _ = ReportAsync(
                    GrainFactory.GetGrain<ILoadedModelsGrain>(LoadedModelsGrain.Key).UnloadFamilyAsync(expire.Family));
                break;
            case DeviceOrder.StopFetch stop:
                _ = ReportAsync(Replica(stop.Model).RetireAsync(NoGeneration));
                break;
            case DeviceOrder.Alarm { Thrashing: var thrashing }:
                string thrashed = this.GetPrimaryKeyString();
                LogThrashing(thrashed, string.Join(", ", thrashing.WorkingSet), thrashing.MissingBytes >> 20);
                break;
            case DeviceOrder.Probe probe:
                _scheduler.EndUnload(probe.Model, probe.Generation, IsMemoryBack(probe.Model), Now);
                Measure(); // the driver's last word is of before
                break;
        }
    }

    private void Answer(DeviceOrder.Grant grant)
    {
        if (_waiters.Remove(grant.Model, out var waiter)
            && waiter.TrySetResult(new LoadTicket(LoadRefusal.None, grant.Generation, TimeSpan.Zero)))
        {
            _scheduler.BeginLoad(grant.Model, grant.Generation, Now);
            return;
        }

        _scheduler.FailLoad(grant.Model, grant.Generation, mayPass: false, Now); // nobody waits for it any more
    }

    /// <summary>Tells a copy to go. One that does not know the generation has lost it without saying so.</summary>
    private async Task RetireAsync(DeviceOrder.Retire retire)
    {
        if (!await Replica(retire.Model).RetireAsync(retire.Generation))
        {
            _scheduler.Lose(retire.Model, retire.Generation, Now);
            await CarryOut();
        }
    }

    private IReplicaGrain Replica(string model) =>
        GrainFactory.GetGrain<IReplicaGrain>(ReplicaKey.Format(model, this.GetPrimaryKeyString()));

    /// <summary>Nobody waits for the order, so its failure is told to the log; the next deadline looks again.</summary>
    private async Task ReportAsync(Task order)
    {
        try
        {
            await order;
        }
        catch (TollamaException fault)
        {
            string device = this.GetPrimaryKeyString();
            LogOrderFailed(device, fault);
        }
    }

    private void ArmTimer()
    {
        if (_scheduler.NextDeadline(Now) is not { } due || _armedFor <= due)
        {
            return;
        }

        _armedFor = due;
        double wait = Math.Clamp((due - Now).TotalMilliseconds, 0, TimeSpan.FromDays(40).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait)), Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(
        EventId = 5010,
        Level = LogLevel.Information,
        Message = "{Device}: {Model} (generation {Generation}) goes: {Reason}")]
    private partial void LogRetiring(string device, string model, long generation, string reason);

    [LoggerMessage(
        EventId = 5015,
        Level = LogLevel.Warning,
        Message = "{Device} is thrashing: it does little but load {Models}, which take {Missing} MiB more than it has")]
    private partial void LogThrashing(string device, string models, long missing);

    [LoggerMessage(EventId = 5012, Level = LogLevel.Warning, Message = "{Device}: an order could not be carried out")]
    private partial void LogOrderFailed(string device, Exception fault);

    [LoggerMessage(
        EventId = 5011,
        Level = LogLevel.Warning,
        Message = "{Device}: the memory of {Model} (generation {Generation}) is not back yet")]
    private partial void LogNotBack(string device, string model, long generation);
}
