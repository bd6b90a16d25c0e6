using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>
/// What the driver says: other programs that take memory, and what engine calls take beyond the models.
/// </summary>
internal sealed partial class DeviceScheduler
{
    /// <summary>Why idle copies go when other programs took the device's memory.</summary>
    public const string PressureReason = "other programs took the device's memory";

    private readonly ForeignWatch _foreign = new();
    private TimeSpan _pressureUntil = TimeSpan.MinValue;
    private long? _quietForeign;

    /// <summary>How often other programs took much memory at once.</summary>
    public int PressureEvents { get; private set; }

    /// <summary>Whether they did just now: no further copies come, idle ones make room for them.</summary>
    public bool IsUnderPressure(TimeSpan now) => now < _pressureUntil;

    /// <summary>The driver's newest word about the memory.</summary>
    public void Measure(MemoryReading? reading, TimeSpan now)
    {
        ledger.Read(reading);
        if (reading is not null && IsSettled)
        {
            LearnWorkspace();
            WatchForeign(now);
        }

        Pump(now);
    }

    /// <summary>While a copy comes or goes nobody can tell its memory from others'.</summary>
    private bool IsSettled =>
        _residents.Values.All(resident => resident.State is ReplicaState.Ready or ReplicaState.Draining);

    /// <summary>
    /// What is used beyond the accounts since nothing computed belongs to the one copy that computes; where several do,
    /// nobody can say whose it is.
    /// </summary>
    private void LearnWorkspace()
    {
        Resident[] busy = [.. _residents.Values.Where(resident => resident.Leases > 0)];
        if (busy.Length == 0)
        {
            _quietForeign = ledger.Foreign;
        }

        long grown = ledger.Foreign - (_quietForeign ?? ledger.Foreign);
        if (busy is not [var resident] || grown <= 0)
        {
            return;
        }

        _histories[resident.Model].CountCall(resident.Peak, resident.Workspace + grown);
        long accounted = ledger.Grow(grown);
        resident.Workspace += accounted;
        resident.Bytes += accounted;
    }

    private void WatchForeign(TimeSpan now)
    {
        _foreign.Note(ledger.Foreign, now);
        ledger.SteadyForeign = _foreign.Steady;
        if (ledger.Total is { } total && _foreign.Growth > total * rules.ForeignStep)
        {
            _foreign.Forget();
            _pressureUntil = now + rules.PressureHold;
            PressureEvents++;
        }

        if (IsUnderPressure(now))
        {
            Relieve(now);
        }
    }

    /// <summary>
    /// Idle copies give back what is missing, the cheapest that suffice, else all; running work is never disturbed.
    /// </summary>
    private void Relieve(TimeSpan now)
    {
        long leaving = _residents
            .Values.Where(resident => resident.State == ReplicaState.Draining)
            .Sum(resident => resident.Bytes);
        long missing = ledger.Shortage - leaving;
        if (missing <= 0)
        {
            return;
        }

        EvictionCandidate[] idle =
        [
            .. _residents.Values
                .Where(resident => resident is { State: ReplicaState.Ready, Leases: 0 })
                .Select(resident => Rate(resident, now))
                .Where(candidate => !candidate.IsProtected),
        ];
        var victims = EvictionRule.Choose(idle, missing, mayDisturb: false);
        foreach (var victim in victims.Count > 0 ? victims : idle)
        {
            Retire(_residents[victim.Model], PressureReason);
        }
    }

    /// <summary>
    /// Main memory that a load passes through, where it does; asked for again after a while if there is none now.
    /// </summary>
    private bool TryStage(LoadLane.Entry entry, TimeSpan now)
    {
        bool fits = host is null || host.TryStage(entry.Bytes);
        _stageAgainAt = fits ? null : now + rules.StageAgain;
        return fits;
    }

    private void Unstage(Resident resident)
    {
        host?.Unstage(resident.Staged);
        resident.Staged = 0;
    }
}
