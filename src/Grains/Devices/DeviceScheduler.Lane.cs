using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>The load lane, eviction and what happens by itself when time passes.</summary>
internal sealed partial class DeviceScheduler
{
    private const int MostEvictionsRemembered = 64;

    private readonly Queue<Eviction> _evictions = new();

    /// <summary>The newest evictions, oldest first.</summary>
    public IReadOnlyCollection<Eviction> Evictions => _evictions;

    /// <summary>When time alone will change something; null while it will not.</summary>
    public TimeSpan? NextDeadline(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var resident in _residents.Values)
        {
            Earlier(resident.Deadline);
            if (resident is { State: ReplicaState.Ready, Leases: 0 })
            {
                Earlier(resident.IsPinned ? null : resident.KeepUntil);
                if (_lane.Entries.Count > 0 && resident.IsGuarded(now, rules.Quiet))
                {
                    Earlier(resident.LastUsed + rules.Quiet);
                }
            }
        }

        foreach (var entry in _lane.Entries)
        {
            Earlier(entry.Deadline);
        }

        Earlier(_stageAgainAt);
        if (_lane.Entries is [{ IsCommitted: false, Request.Class: not WorkClass.Interactive }, ..] && !IsLoading
            && BulkWait(now) is { Ticks: > 0 } wait)
        {
            Earlier(now + wait);
        }

        foreach (var fetch in _fetches.Values)
        {
            Earlier(fetch.Deadline);
        }

        return next;

        void Earlier(TimeSpan? moment) => next = next is null || moment < next ? moment ?? next : next;
    }

    /// <summary>Time has passed.</summary>
    public void Tick(TimeSpan now)
    {
        foreach (var resident in _residents.Values.ToArray())
        {
            if (resident is { State: ReplicaState.Ready, Leases: 0, IsPinned: false } && resident.KeepUntil <= now)
            {
                Expire(resident);
            }
            else if (resident.Deadline <= now)
            {
                Overdue(resident, now);
            }
        }

        foreach (var entry in _lane.Entries.Where(entry => entry.Deadline <= now).ToArray())
        {
            _lane.Remove(entry.Request.Model);
            _orders.Add(new DeviceOrder.Refuse(entry.Request.Model, LoadRefusal.NoRoom, rules.Quiet));
        }

        StopOverdueFetches(now);
        Pump(now);
    }

    private bool IsLoading => _residents.Values.Any(resident => HoldsReservation(resident.State));

    private static bool HoldsReservation(ReplicaState state) =>
        state is ReplicaState.Reserved or ReplicaState.Loading or ReplicaState.Warming;

    /// <summary>Lets the first of the lane in, or makes room for it, as far as that can be done now.</summary>
    private void Pump(TimeSpan now)
    {
        NoteChurn(now);
        LetIn(now);
        _wasLoading = IsLoading; // until the next look
    }

    private void LetIn(TimeSpan now)
    {
        _stageAgainAt = null;
        while (!IsLoading && NextInLane() is { } entry)
        {
            if (entry.Bytes > ledger.Free || Surplus(entry) > 0)
            {
                MakeRoom(entry, now);
                return;
            }

            if (!TryStage(entry, now))
            {
                return;
            }

            Admit(entry, now);
        }
    }

    /// <summary>The first whose last generation has left; one whose has not lets others by.</summary>
    private LoadLane.Entry? NextInLane()
    {
        return _lane.Entries is [{ IsCommitted: true } first, ..]
            ? first
            : _lane.Entries.FirstOrDefault(entry => !_residents.ContainsKey(entry.Request.Model));
    }

    private void Admit(LoadLane.Entry entry, TimeSpan now)
    {
        _lane.Remove(entry.Request.Model);
        ledger.Reserve(entry.Bytes);
        var resident = new Resident(entry.Request, ++_histories[entry.Request.Model].Generation, entry.Bytes, now)
        {
            Deadline = now + rules.ReserveLimit,
            Staged = host is null ? 0 : entry.Bytes,
        };
        _residents[resident.Model] = resident;
        _orders.Add(new DeviceOrder.Grant(resident.Model, resident.Generation, resident.Bytes));
    }

    /// <summary>Asks copies to go, as far as those that go already do not give enough.</summary>
    private void MakeRoom(LoadLane.Entry entry, TimeSpan now)
    {
        bool isBackground = entry.Request.Class != WorkClass.Interactive;
        var leaving = _residents.Values
            .Where(resident => resident.State is ReplicaState.Draining or ReplicaState.Unloading)
            .ToList();
        long deficit = entry.Bytes - ledger.Free - leaving.Sum(resident => resident.Bytes);
        int surplus = Surplus(entry) - leaving.Count(HasWeights);
        if ((deficit <= 0 && surplus <= 0) || (isBackground && Churn(now) > rules.ChurnShare))
        {
            return;
        }

        EvictionCandidate[] candidates =
        [
            .. _residents
                .Values.Where(resident => resident.State == ReplicaState.Ready)
                .Select(resident => Rate(resident, now)),
        ];
        var victims = EvictionRule.Choose(candidates, deficit, surplus, mayDisturb: !isBackground);
        if (victims.Count == 0)
        {
            return;
        }

        entry.IsCommitted = true;
        Remember(new Eviction(now, entry.Request.Model, deficit, victims, candidates));
        foreach (var victim in victims)
        {
            Retire(_residents[victim.Model], $"making room for {entry.Request.Model}");
        }
    }

    /// <summary>How many copies are too many beside one that is to come, where they are counted.</summary>
    private int Surplus(LoadLane.Entry entry) => rules.MostModels is { } most && entry.Request.EstimatedBytes > 0
        ? _residents.Values.Count(HasWeights) + 1 - most
        : 0;

    private static bool HasWeights(Resident resident) => resident.Request.EstimatedBytes > 0;

    /// <summary>What the loss of a copy would cost, and whether it may be asked.</summary>
    public EvictionCandidate Rate(Resident resident, TimeSpan now)
    {
        var history = _histories[resident.Model];
        double cost = EvictionRule.Cost(
            history.LoadTime ?? TimeSpan.Zero, history.PerSecond(now), resident.HasSpareCopy);
        return new EvictionCandidate(
            resident.Model,
            resident.Bytes,
            cost,
            resident.Leases > 0,
            resident.IsPinned || resident.IsGuarded(now, rules.Quiet));
    }

    private void Retire(Resident resident, string reason)
    {
        resident.State = ReplicaState.Draining;
        _orders.Add(new DeviceOrder.Retire(resident.Model, resident.Generation, reason));
    }

    /// <summary>
    /// A model that is not used for its time takes its family along, here and elsewhere (contract/http-api §5); one
    /// copy of several only goes itself.
    /// </summary>
    private void Expire(Resident expired)
    {
        if (expired.HasSpareCopy)
        {
            Retire(expired, "not used for its keep-alive");
            return;
        }

        string family = expired.Request.Family;
        foreach (var resident in _residents.Values.Where(
            resident => resident is { State: ReplicaState.Ready, IsPinned: false }
                && resident.Request.Family == family))
        {
            Retire(resident, "its family was not used for its keep-alive");
        }

        _orders.Add(new DeviceOrder.Expire(family));
    }

    private void Overdue(Resident resident, TimeSpan now)
    {
        switch (resident.State)
        {
            case ReplicaState.Reserved:
                Unstage(resident);
                ledger.CancelReservation(resident.Bytes);
                _residents.Remove(resident.Model);
                break;
            case ReplicaState.Loading or ReplicaState.Warming:
                resident.IsOverdue = true;
                resident.Deadline = null; // it is told to stop; as long as it does not, the device is degraded
                _orders.Add(new DeviceOrder.Retire(resident.Model, resident.Generation, "its load took too long"));
                break;
            case ReplicaState.Unloading:
                Quarantine(resident, now);
                break;
            case ReplicaState.Quarantined when resident.Probes >= rules.ProbesInAll && ledger.IsMeasured:
                ledger.EndQuarantine(resident.Bytes); // the driver's word keeps others from it
                _residents.Remove(resident.Model);
                break;
            case ReplicaState.Quarantined:
                resident.Probes++;
                resident.Deadline = now + rules.ProbeEvery;
                _orders.Add(new DeviceOrder.Probe(resident.Model, resident.Generation));
                break;
        }
    }

    private void Quarantine(Resident resident, TimeSpan now)
    {
        if (resident.State == ReplicaState.Unloading)
        {
            ledger.Quarantine(resident.Bytes);
            resident.State = ReplicaState.Quarantined;
            resident.Deadline = now + rules.ProbeEvery;
        }
    }

    /// <summary>
    /// A generation ended without giving its memory back in order: what it held counts as used until it is seen.
    /// </summary>
    private void Lose(Resident resident, TimeSpan now)
    {
        Unstage(resident);
        if (HoldsReservation(resident.State))
        {
            ledger.Commit(resident.Bytes, resident.Bytes);
            resident.State = ReplicaState.Draining;
        }

        if (resident.State is ReplicaState.Ready or ReplicaState.Draining)
        {
            ledger.BeginUnload(resident.Bytes);
            resident.State = ReplicaState.Unloading;
        }

        Quarantine(resident, now);
        _orders.Add(new DeviceOrder.Probe(resident.Model, resident.Generation));
    }

    private void Remember(Eviction eviction)
    {
        _evictions.Enqueue(eviction);
        if (_evictions.Count > MostEvictionsRemembered)
        {
            _evictions.Dequeue();
        }
    }
}
