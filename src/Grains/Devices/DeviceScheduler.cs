using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>
/// Decides about one device: who may load, who must go, when a copy has been idle long enough. Events and the time come
/// in, orders go out; it has no clock and does nothing itself, so that a simulation drives the same code as a silo. The
/// rules, their numbers and their reasons are in docs/design/scheduling.md.
/// </summary>
/// <param name="ledger">The device's memory.</param>
/// <param name="rules">The numbers.</param>
/// <param name="host">Main memory that loads pass through; null on the processor, and where they do not.</param>
internal sealed partial class DeviceScheduler(DeviceLedger ledger, SchedulingRules rules, HostLedger? host = null)
{
    private const int MostProbes = 3;

    private readonly Dictionary<string, Resident> _residents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelHistory> _histories = new(StringComparer.Ordinal);
    private readonly LoadLane _lane = new();
    private readonly List<DeviceOrder> _orders = [];
    private TimeSpan? _stageAgainAt;

    public DeviceLedger Ledger => ledger;

    /// <summary>Every account of the device.</summary>
    public DeviceAccounts Accounts => new(
        ledger.Total,
        ledger.Overhead,
        ledger.Reserved,
        ledger.Committed,
        ledger.Unloading,
        ledger.Quarantined,
        ledger.Foreign,
        ledger.Headroom,
        _residents.Values.Sum(resident => resident.Workspace),
        ledger.Staged + _residents.Values.Sum(resident => resident.Staged),
        ledger.Total is null ? 0 : ledger.Free);

    public IReadOnlyCollection<Resident> Residents => _residents.Values;

    /// <summary>Models that wait, in the order in which they will be served.</summary>
    public IReadOnlyList<LoadLane.Entry> Waiting => _lane.Entries;

    /// <summary>Whether a step took so long that nothing more should be put here.</summary>
    public bool IsDegraded =>
        _residents.Values.Any(resident =>
            resident
                is { State: ReplicaState.Loading or ReplicaState.Warming, Deadline: null }
                    or { State: ReplicaState.Quarantined, Probes: > MostProbes });

    /// <summary>When a forecast that comes now would start in a copy.</summary>
    public StartEstimate Estimate(Resident resident, TimeSpan now)
    {
        var history = _histories[resident.Model];
        var load = history.LoadTime ?? TimeSpan.Zero;
        var rest =
            HoldsReservation(resident.State) && resident.LoadBegan + load > now
                ? resident.LoadBegan + load - now
                : TimeSpan.Zero;
        return StartEstimate.Of([rest], resident.Leases, history.Service ?? TimeSpan.Zero, cap: 1);
    }

    /// <summary>The resident generation of a model; null when there is none.</summary>
    public Resident? Find(string model) => _residents.GetValueOrDefault(model);

    /// <summary>Orders since the last call, in the order in which they must be carried out.</summary>
    public IReadOnlyList<DeviceOrder> TakeOrders()
    {
        DeviceOrder[] orders = [.. _orders];
        _orders.Clear();
        return orders;
    }

    /// <summary>A model wants in. The answer is a grant or a refusal, now or later.</summary>
    public void Request(LoadWish request, TimeSpan now)
    {
        if (_residents.TryGetValue(request.Model, out var left) && left.State != ReplicaState.Quarantined)
        {
            Lose(left, now); // who asks is the next generation: that one ended without saying so
        }

        _lane.Remove(request.Model);
        _fetches.Remove(request.Model);
        var (refusal, retryAfter) = Refusal(request, now);
        if (refusal != LoadRefusal.None)
        {
            _orders.Add(new DeviceOrder.Refuse(request.Model, refusal, retryAfter));
            return;
        }

        _lane.Add(new LoadLane.Entry(request, Predict(request), now + rules.WaitLimit));
        Pump(now);
    }

    /// <summary>Somebody more urgent waits for a waiting model too.</summary>
    public void Raise(string model, WorkClass urgency, TimeSpan now)
    {
        if (_lane.Find(model) is { IsCommitted: false } entry && urgency < entry.Request.Class)
        {
            _lane.Remove(model);
            _lane.Add(new LoadLane.Entry(entry.Request with { Class = urgency }, entry.Bytes, entry.Deadline));
            Pump(now);
        }
    }

    /// <summary>Nobody wants a waiting model any more. Copies that go for its sake go all the same.</summary>
    public void Cancel(string model, TimeSpan now)
    {
        _lane.Remove(model);
        Pump(now);
    }

    /// <summary>The load of a generation begins.</summary>
    public void BeginLoad(string model, long generation, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Reserved) is { } resident)
        {
            resident.State = ReplicaState.Loading;
            resident.LoadBegan = now;
            resident.Deadline = now + LoadLimit(model);
        }
    }

    /// <summary>A generation is loaded and computes for the first time.</summary>
    public void BeginWarm(string model, long generation, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Loading) is { } resident)
        {
            resident.State = ReplicaState.Warming;
            resident.Deadline = now + rules.WarmLimit;
        }
    }

    /// <summary>A generation is loaded: what it really takes replaces what was set aside.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="measured">Bytes that it takes.</param>
    /// <param name="backlog">Forecasts that wait for it.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// Whether it may stay; else it must give the memory back, and may ask again: its size is known now.
    /// </returns>
    public bool EndLoad(string model, long generation, long measured, int backlog, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Loading, ReplicaState.Warming) is not { } resident)
        {
            return false;
        }

        var history = _histories[model];
        history.CountLoad(measured, now - resident.LoadBegan);
        long reserved = resident.Bytes;
        ledger.Materialised = Math.Min(measured, reserved); // all of it has been allocated by now
        long pool = history.Workspace.Estimate(history.Workspace.Usual);
        long room = reserved + ledger.Free;
        bool fits = measured <= reserved || measured <= room;
        resident.Workspace = fits && measured + pool <= room ? pool : 0;
        resident.Bytes = fits ? measured + resident.Workspace : reserved;
        ledger.Commit(reserved, resident.Bytes);
        ledger.Materialised = 0;
        Unstage(resident);
        resident.LastUsed = now;
        resident.Backlog = backlog;
        resident.Deadline = null;
        resident.State = fits ? ReplicaState.Ready : ReplicaState.Draining;
        Pump(now);
        return fits;
    }

    /// <summary>A load failed; the next ones wait longer and longer, the first one does not.</summary>
    public void FailLoad(string model, long generation, bool mayPass, TimeSpan now)
    {
        if (Coming(model, generation) is { } resident)
        {
            CountFailure(_histories[model], mayPass || resident.IsOverdue, now);
            Drop(resident, now);
        }
    }

    /// <summary>
    /// The engine found no memory for a load: what was set aside was too little, and more is for the next one. Nobody
    /// goes for it before that one asks.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="isLast">Whether the load is given up; else it is tried again at once.</param>
    /// <param name="now">The time.</param>
    public void LackMemory(string model, long generation, bool isLast, TimeSpan now)
    {
        if (Coming(model, generation) is { } resident)
        {
            var history = _histories[model];
            long workspace = history.Workspace.Estimate(history.Workspace.Usual);
            double next = Math.Ceiling((resident.Bytes - workspace) * rules.LackFactor);
            history.CountLack((long)Math.Min(next, Math.Max(0, ledger.Ceiling - workspace)));
            if (isLast)
            {
                CountFailure(history, mayPass: true, now);
            }

            Drop(resident, now);
        }
    }

    /// <summary>A forecast wants to begin in a generation.</summary>
    /// <returns>Whether it may: it serves.</returns>
    public bool BeginLease(string model, long generation, ForecastLease lease, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Ready) is not { } resident)
        {
            return false;
        }

        _histories[model].CountArrival(now, lease.Class == WorkClass.Interactive ? 1 : rules.BatchWeight);
        resident.Shape = resident.Leases == 0 ? lease.Shape : resident.Shape.With(lease.Shape);
        resident.Peak = resident.Leases == 0 ? lease.Shape : resident.Peak.Or(resident.Shape);
        resident.Leases++;
        resident.LastUsed = now;
        resident.HasSpareCopy = lease.HasSpareCopy;
        return true;
    }

    /// <summary>A forecast ended in a generation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="series">Series of it.</param>
    /// <param name="share">What it took of the engine's time; null when it was not computed.</param>
    /// <param name="now">The time.</param>
    public void EndLease(string model, long generation, int series, TimeSpan? share, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Ready, ReplicaState.Draining) is not { Leases: > 0 } resident)
        {
            return;
        }

        if (share is { } took)
        {
            _histories[model].CountService(took);
        }

        resident.Leases--;
        resident.Shape = resident.Shape with { Series = Math.Max(0, resident.Shape.Series - series) };
        resident.Backlog = Math.Max(0, resident.Backlog - 1);
        resident.LastUsed = now;
        Pump(now);
    }

    /// <summary>Until when an idle copy stays; the newest answer decides. Null for as long as there is room.</summary>
    public void Keep(string model, TimeSpan? until)
    {
        if (_residents.TryGetValue(model, out var resident))
        {
            resident.KeepUntil = until;
        }
    }

    /// <summary>A copy was asked to go by somebody else.</summary>
    public void BeginDrain(string model, long generation)
    {
        if (Current(model, generation, ReplicaState.Ready) is { } resident)
        {
            resident.State = ReplicaState.Draining;
        }
    }

    /// <summary>A generation has ended its forecasts and gives its memory back.</summary>
    public void BeginUnload(string model, long generation, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Ready, ReplicaState.Draining) is { } resident)
        {
            ledger.BeginUnload(resident.Bytes);
            resident.State = ReplicaState.Unloading;
            resident.Deadline = now + rules.UnloadLimit;
            resident.Leases = 0;
        }
    }

    /// <summary>A generation is gone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="isBack">Whether its memory was seen to come back.</param>
    /// <param name="now">The time.</param>
    public void EndUnload(string model, long generation, bool isBack, TimeSpan now)
    {
        if (Current(model, generation, ReplicaState.Unloading, ReplicaState.Quarantined) is not { } resident)
        {
            return;
        }

        if (!isBack)
        {
            Quarantine(resident, now);
            return;
        }

        if (resident.State == ReplicaState.Quarantined)
        {
            ledger.EndQuarantine(resident.Bytes);
        }
        else
        {
            ledger.Release(resident.Bytes);
        }

        _residents.Remove(model);
        Pump(now);
    }

    /// <summary>A generation turned out to be gone: it ended without saying so.</summary>
    public void Lose(string model, long generation, TimeSpan now)
    {
        if (_residents.TryGetValue(model, out var resident)
            && resident.Generation == generation
            && resident.State != ReplicaState.Quarantined)
        {
            Lose(resident, now);
        }
    }

    /// <summary>Bytes that a model will take: what was measured, before its first load more than its files.</summary>
    private long Predict(LoadWish request)
    {
        var history = History(request);
        long expected = history.MeasuredBytes ?? (long)(request.EstimatedBytes * rules.EstimateFactor);
        return Math.Max(expected, history.LackedBytes)
            + history.Workspace.Estimate(history.Workspace.Usual);
    }

    private (LoadRefusal Reason, TimeSpan RetryAfter) Refusal(LoadWish request, TimeSpan now)
    {
        if (Predict(request) > ledger.Ceiling)
        {
            return (LoadRefusal.TooLarge, TimeSpan.Zero);
        }

        if (request.Class == WorkClass.Background && IsUnderPressure(now))
        {
            return (LoadRefusal.NoRoom, _pressureUntil - now);
        }

        var retryAt = History(request).RetryAt;
        return now < retryAt ? (LoadRefusal.Failing, retryAt - now) : (LoadRefusal.None, TimeSpan.Zero);
    }

    private void CountFailure(ModelHistory history, bool mayPass, TimeSpan now)
    {
        history.Failures = mayPass ? history.Failures + 1 : 0;
        if (history.Failures > 1)
        {
            double seconds = Math.Pow(2, Math.Min(history.Failures - 2, 20));
            history.RetryAt = now + TimeSpan.FromSeconds(Math.Min(seconds, rules.LongestBackoff.TotalSeconds));
        }
    }

    private ModelHistory History(LoadWish request)
    {
        if (!_histories.TryGetValue(request.Model, out var known))
        {
            known = new ModelHistory(request.Version, rules.DemandMemory);
        }
        else if (known.Version != request.Version)
        {
            known = new ModelHistory(request.Version, rules.DemandMemory) { Generation = known.Generation };
        }

        _histories[request.Model] = known;
        return known;
    }

    private Resident? Current(string model, long generation, params ReadOnlySpan<ReplicaState> states) =>
        _residents.TryGetValue(model, out var resident)
            && resident.Generation == generation
            && states.Contains(resident.State)
            ? resident
            : null;

    private Resident? Coming(string model, long generation) =>
        Current(model, generation, ReplicaState.Reserved, ReplicaState.Loading, ReplicaState.Warming);

    /// <summary>What was set aside for a load that came to nothing is free again.</summary>
    private void Drop(Resident resident, TimeSpan now)
    {
        Unstage(resident);
        ledger.CancelReservation(resident.Bytes);
        _residents.Remove(resident.Model);
        Pump(now);
    }

    private TimeSpan LoadLimit(string model)
    {
        var usual = 5 * (_histories[model].LoadTime ?? TimeSpan.Zero);
        return usual > rules.LoadLimit ? usual : rules.LoadLimit;
    }
}
