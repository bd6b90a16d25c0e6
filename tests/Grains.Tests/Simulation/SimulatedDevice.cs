using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Pacing;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>
/// A device, its grain and its copies: carries out what the product's scheduler orders, sooner or later, as the grains
/// do.
/// </summary>
internal sealed partial class SimulatedDevice : IDeviceInventory
{
    private readonly ISimulatedWorld _world;
    private readonly DeviceInfo _info;
    private readonly long _context;
    private readonly Dictionary<string, SimulatedCopy> _copies = new(StringComparer.Ordinal);
    private readonly List<SimulatedCopy> _leaks = [];
    private readonly PaceBook _paces = new(TimeProvider.System);
    private TimeSpan? _armedFor;
    private long _foreign;

    public SimulatedDevice(ISimulatedWorld world, string silo, DeviceInfo info, long context, HostLedger host)
    {
        (_world, _info, _context, Host) = (world, info, context, host);
        Key = $"{silo}/{info.Id}";
        var rules = new SchedulingRules
        {
            ChurnMemory = TimeSpan.FromSeconds(world.Draw.Next(2) == 0 ? 300 : 6), // some learn that they thrash
            ThrashingAfter = TimeSpan.FromSeconds(4),
        };
        Scheduler = new DeviceScheduler(
            DeviceMemoryRules.CreateLedger(info, rules, host, seesProcesses: true),
            rules,
            DeviceMemoryRules.IsStaged(info) ? host : null);
    }

    /// <summary>Main memory of its machine.</summary>
    public HostLedger Host { get; }

    public string Key { get; }

    public DeviceScheduler Scheduler { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsDraining { get; set; }

    public IReadOnlyDictionary<string, SimulatedCopy> Copies => _copies;

    public IReadOnlyList<DeviceInfo> Devices => [_info];

    private Random Draw => _world.Draw;

    private TimeSpan Now => _world.Clock.Now;

    private bool IsMeasured => _info.Id.Kind == DeviceKind.Cuda;

    private long Used => _context + _foreign + _copies.Values.Concat(_leaks).Sum(copy => copy.Held + copy.Workspace);

    public string ClassOf(DeviceInfo device) => device.Name;

    public DeviceMemory Measure(DeviceId device) => IsMeasured ? new DeviceMemory(_info.TotalBytes, Used) : default;

    public DeviceReport Describe()
    {
        Measure();
        CarryOut();
        return DeviceReporting.Describe(Key, _info, Scheduler, [], Now, DateTimeOffset.UnixEpoch, _paces);
    }

    /// <summary>Another program takes what is free, or some of it, and gives it back after a while.</summary>
    public void TakeForeign()
    {
        long bytes = IsMeasured ? Math.Min(Draw.Next(200, 6_000) * (1L << 20), _info.TotalBytes!.Value - Used) : 0;
        if (bytes <= 0)
        {
            return;
        }

        _world.Count("Foreign");
        int before = Scheduler.PressureEvents;
        Measure();
        _foreign += bytes;
        foreach (double seconds in new[] { 0.0, 1, 3 })
        {
            _world.Clock.After(TimeSpan.FromSeconds(seconds), Look);
        }

        _world.Clock.After(
            TimeSpan.FromSeconds(4),
            () => _world.Count(Scheduler.PressureEvents > before ? "Pressure" : "Unnoticed"));
        _world.Clock.After(
            TimeSpan.FromSeconds(Draw.Next(5, 30)),
            () =>
            {
                _foreign -= bytes;
                Look();
            });
    }

    /// <summary>Somebody pins the copies that serve, or lets one go again.</summary>
    public void PinOrUnpin()
    {
        var serving = Scheduler.Residents.Where(one => one.State == ReplicaState.Ready).ToArray();
        if (Array.Find(serving, one => one.IsPinned) is { } pinned && Draw.Next(2) == 0)
        {
            Law.Holds(!Scheduler.Pin(pinned.Model, isPinned: false, Now), "a copy stays pinned that was let go");
            _world.Count("Unpin");
        }
        else
        {
            Array.ForEach(serving, Pin);
        }

        CarryOut();
    }

    private void Pin(Resident one)
    {
        bool was = one.IsPinned;
        long others = Scheduler.Residents.Where(other => other.IsPinned && other != one).Sum(other => other.Bytes);
        bool stays = Scheduler.Pin(one.Model, isPinned: true, Now);
        Law.Holds(was || !stays || others + one.Bytes <= 0.8 * _info.TotalBytes, "too much of a device is pinned");
        Law.Holds(!was || stays, "a copy does not stay that was pinned");
        _world.Count(stays ? "Pin" : "PinRefused");
    }

    private void Look()
    {
        if (IsAlive)
        {
            Measure();
            CarryOut();
        }
    }

    /// <summary>Whether the device still lists a copy that is gone without having said so.</summary>
    public bool HasLost(string model) =>
        !_copies.ContainsKey(model)
        && Scheduler.Find(model) is { State: ReplicaState.Ready or ReplicaState.Loading or ReplicaState.Warming };

    /// <summary>A forecast comes to the copy of its model here, which is loaded if need be.</summary>
    public void Serve(SimulatedForecast forecast, WorkClass urgency)
    {
        var copy = _copies.GetValueOrDefault(forecast.Model.Name);
        if (copy is { Phase: CopyPhase.Leaving or CopyPhase.Unloading })
        {
            copy = copy.Successor ??= new SimulatedCopy(this, forecast.Model, urgency);
            Enqueue(copy, forecast);
        }
        else if (copy is null)
        {
            copy = new SimulatedCopy(this, forecast.Model, urgency);
            Enqueue(copy, forecast);
            Ask(copy);
        }
        else
        {
            Enqueue(copy, forecast);
            if (copy.Phase == CopyPhase.Serving)
            {
                Later(copy, 0.01, () => Begin(copy, forecast));
            }
        }
    }

    /// <summary>The caller leaves.</summary>
    public void Cancel(SimulatedForecast forecast)
    {
        var copy = forecast.Copy!;
        forecast.Finish(ForecastEnd.Cancelled);
        if (copy.Running.Contains(forecast))
        {
            Finish(copy, forecast);
            return;
        }

        copy.Waiting.Remove(forecast);
        if (copy is { Phase: CopyPhase.Asking, Waiting.Count: 0 } && _copies.GetValueOrDefault(copy.Model.Name) == copy)
        {
            Forget(copy);
            Scheduler.Cancel(copy.Model.Name, Now);
            CarryOut();
        }
    }

    /// <summary>A copy is asked to go.</summary>
    public void Drain(SimulatedCopy copy)
    {
        if (copy.Phase != CopyPhase.Serving)
        {
            return;
        }

        copy.Phase = CopyPhase.Leaving;
        Scheduler.BeginDrain(copy.Model.Name, copy.Generation);
        SendOn(copy.Waiting, isLoss: false);
        if (copy.Running.Count == 0)
        {
            Unload(copy);
        }

        CarryOut();
    }

    /// <summary>A copy dies and can tell nobody.</summary>
    public void Crash(SimulatedCopy copy)
    {
        _copies.Remove(copy.Model.Name);
        copy.Phase = CopyPhase.Gone;
        SendOn(copy.Running, isLoss: true);
        SendOn(copy.Waiting, isLoss: false);
        KeepOrFree(copy, leaks: IsMeasured && Draw.Next(2) == 0);
    }

    /// <summary>The whole process dies.</summary>
    public void Die()
    {
        IsAlive = false;
        foreach (var copy in _copies.Values)
        {
            copy.Phase = CopyPhase.Gone;
            SendOn(copy.Running, isLoss: true);
            SendOn(copy.Waiting, isLoss: false);
            SendOn(copy.Successor?.Waiting ?? [], isLoss: false);
        }

        _copies.Clear();
    }

    private static void Enqueue(SimulatedCopy copy, SimulatedForecast forecast)
    {
        forecast.Copy = copy;
        copy.Waiting.Add(forecast);
    }

    private void Begin(SimulatedCopy copy, SimulatedForecast forecast)
    {
        if (forecast.Copy != copy || !copy.Waiting.Contains(forecast))
        {
            return;
        }

        bool serves = Scheduler.Find(copy.Model.Name) is { State: ReplicaState.Ready } resident
            && resident.Generation == copy.Generation;
        bool began = Scheduler.BeginLease(
            copy.Model.Name,
            copy.Generation,
            Leases.Of(hasSpareCopy: Draw.Next(4) == 0),
            Now);
        Law.Holds(began == serves, "a forecast begins exactly where the copy serves");
        Law.Holds(began, "a copy that was not told to go does not serve any more");
        copy.Waiting.Remove(forecast);
        copy.Running.Add(forecast);
        Later(copy, 0.01 + (Draw.NextDouble() * 5), () => Answer(copy, forecast));
    }

    private void Answer(SimulatedCopy copy, SimulatedForecast forecast)
    {
        if (copy.Running.Contains(forecast))
        {
            forecast.Finish(ForecastEnd.Answered);
            long room = Math.Max(0, _info.TotalBytes!.Value - Used);
            copy.Workspace = Math.Max(copy.Workspace, Math.Min(room, Draw.Next(0, 300) * (1L << 20)));
            if (Scheduler.Find(copy.Model.Name) is { Leases: 1 })
            {
                Measure();
            }

            TimeSpan? until = Draw.Next(4) == 0 ? null : Now + TimeSpan.FromSeconds(Draw.Next(0, 60));
            Scheduler.Keep(copy.Model.Name, until);
            Finish(copy, forecast);
        }
    }

    private void Finish(SimulatedCopy copy, SimulatedForecast forecast)
    {
        copy.Running.Remove(forecast);
        Scheduler.EndLease(copy.Model.Name, copy.Generation, 1, TimeSpan.Zero, Now);
        if (copy is { Phase: CopyPhase.Leaving, Running.Count: 0 })
        {
            Unload(copy);
        }

        CarryOut();
    }

    private void SendOn(List<SimulatedForecast> forecasts, bool isLoss, bool isRefusal = false)
    {
        foreach (var forecast in forecasts.ToArray())
        {
            forecast.Copy = null;
            forecast.Losses += isLoss ? 1 : 0;
            if (isRefusal)
            {
                forecast.Refusals.Add(Key);
            }

            _world.SendOn(forecast);
        }

        forecasts.Clear();
    }

    /// <summary>
    /// Something that a copy does after at most so many seconds, if it and its device still live then.
    /// </summary>
    private void Later(SimulatedCopy copy, double seconds, Action action) => _world.Clock.After(
        TimeSpan.FromSeconds(seconds),
        () =>
        {
            if (IsAlive && copy.Phase != CopyPhase.Gone)
            {
                action();
            }
        });
}
