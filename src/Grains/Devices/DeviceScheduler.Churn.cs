namespace Tollama.Grains.Devices;

/// <summary>How much of the device's time goes into loading, and what follows from it.</summary>
internal sealed partial class DeviceScheduler
{
    /// <summary>Added to waits that are computed from the share, so that it is below the limit afterwards.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    private double _churn;
    private TimeSpan _churnAt;
    private bool _wasLoading;
    private TimeSpan? _thrashingSince;

    /// <summary>That loading takes nearly all of the time; null while it does not, or not for long.</summary>
    public Thrashing? Thrashing { get; private set; }

    /// <summary>Share of the last minutes that went into loading.</summary>
    public double Churn(TimeSpan now)
    {
        double kept = Math.Exp(-(now - _churnAt) / rules.ChurnMemory);
        return (_churn * kept) + (_wasLoading ? 1 - kept : 0);
    }

    /// <summary>When work in bulk may make others go again, if nothing else is loaded; zero where it may now.</summary>
    public TimeSpan BulkWait(TimeSpan now)
    {
        double share = Churn(now);
        return share > rules.ChurnShare
            ? (rules.ChurnMemory * Math.Log(share / rules.ChurnShare)) + Margin
            : TimeSpan.Zero;
    }

    /// <summary>Takes stock before anything changes.</summary>
    private void NoteChurn(TimeSpan now)
    {
        (_churn, _churnAt) = (Churn(now), now);
        if (_churn <= rules.ChurnAlarm)
        {
            (_thrashingSince, Thrashing) = (null, null);
            return;
        }

        _thrashingSince ??= now;
        if (Thrashing is null && now - _thrashingSince >= rules.ThrashingAfter)
        {
            Thrashing = DescribeThrashing(_thrashingSince.Value, now);
            _orders.Add(new DeviceOrder.Alarm(Thrashing));
        }
    }

    /// <summary>The models that were asked for within about the memory of demand, and those that wait.</summary>
    private Thrashing DescribeThrashing(TimeSpan since, TimeSpan now)
    {
        double lately = rules.BatchWeight / Math.E / rules.DemandMemory.TotalSeconds;
        var wanted = _histories
            .Where(model => model.Value.PerSecond(now) >= lately)
            .ToDictionary(model => model.Key, model => model.Value.MeasuredBytes ?? 0, StringComparer.Ordinal);
        foreach (var entry in _lane.Entries)
        {
            wanted[entry.Request.Model] = entry.Bytes;
        }

        foreach (var resident in _residents.Values.Where(resident => HoldsReservation(resident.State)))
        {
            wanted[resident.Model] = resident.Bytes;
        }

        return new Thrashing(
            since,
            [.. wanted.Keys.Order(StringComparer.Ordinal)],
            Math.Max(0, wanted.Values.Sum() - ledger.Ceiling));
    }
}
