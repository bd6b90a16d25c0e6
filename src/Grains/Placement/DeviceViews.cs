using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Placement;

/// <summary>What placement sees of what the silos said.</summary>
internal static class DeviceViews
{
    /// <summary>How long a load is expected to take that was never measured.</summary>
    private static readonly TimeSpan UsualLoad = TimeSpan.FromSeconds(2);

    /// <summary>Every device of every silo that answered.</summary>
    /// <param name="silos">What they said.</param>
    /// <param name="excluded">Devices that refused this model just now.</param>
    /// <param name="fetchTime">How long its files take to come to a silo; null where all have them.</param>
    public static IReadOnlyList<DeviceView> From(
        IReadOnlyList<SiloReport> silos,
        IReadOnlyCollection<string> excluded,
        Func<string, TimeSpan>? fetchTime = null) =>
        [
            .. from silo in silos
            from device in silo.Devices
            let key = DeviceKey.Format(silo.Member.Name, device.Id)
            select new DeviceView
            {
                Device = key,
                Kind = device.Kind,
                TakesModels = silo.Member.State == MemberState.Active && !device.IsDegraded,
                FreeBytes = device.Accounts.Total is null ? long.MaxValue : device.Accounts.Free,
                CeilingBytes = device.CeilingBytes,
                FetchTime = fetchTime?.Invoke(silo.Member.Name) ?? TimeSpan.Zero,
                PinnableBytes = device.PinnableBytes,
                Replicas = device.Replicas,
                BulkWait = device.BulkWait,
                IsUnderPressure = device.IsUnderPressure,
                Queued = device.Replicas.Aggregate(
                    TimeSpan.Zero,
                    (sum, replica) => sum + QueuedIn(replica, device.Kind)),
                LoadBacklog = UsualLoad * device.Replicas.Count(IsComing),
                IsExcluded = excluded.Contains(key),
            },
        ];

    /// <summary>The copies of a model, wherever they are.</summary>
    public static IEnumerable<(string Device, ReplicaSummary Replica)> CopiesOf(
        IReadOnlyList<SiloReport> silos,
        string model) =>
        from silo in silos
        from device in silo.Devices
        from replica in device.Replicas
        where replica.Model == model
        select (DeviceKey.Format(silo.Member.Name, device.Id), replica);

    /// <summary>What a model will take by the size of its files, as a device will reckon it.</summary>
    public static long Predict(long estimatedBytes) => (long)(estimatedBytes * new SchedulingRules().EstimateFactor);

    /// <summary>
    /// What a copy has to compute: as long as its forecasts took of late, or usually take on such a device.
    /// </summary>
    private static TimeSpan QueuedIn(ReplicaSummary replica, string kind) =>
        replica is { State: ReplicaState.Ready, Queue: > 0 } && replica.StartsIn > TimeSpan.Zero
            ? replica.StartsIn
            : PlacementRule.Service(kind) * replica.Queue;

    /// <summary>Whether a copy is on its way to serve.</summary>
    public static bool IsComing(ReplicaSummary replica) =>
        replica.State
            is ReplicaState.Fetching
                or ReplicaState.Waiting
                or ReplicaState.Reserved
                or ReplicaState.Loading
                or ReplicaState.Warming;
}
