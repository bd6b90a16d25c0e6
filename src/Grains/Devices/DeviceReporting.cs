using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Pacing;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Devices;

/// <summary>A device's state as others see it.</summary>
internal static class DeviceReporting
{
    /// <summary>Describes a device.</summary>
    /// <param name="key"><c>silo/device</c>.</param>
    /// <param name="info">What it is.</param>
    /// <param name="scheduler">What happens on it.</param>
    /// <param name="answering">Models that have answered.</param>
    /// <param name="now">The scheduler's time.</param>
    /// <param name="origin">The moment of the scheduler's zero.</param>
    /// <param name="paces">What is known of the speed of its copies.</param>
    public static DeviceReport Describe(
        string key,
        DeviceInfo info,
        DeviceScheduler scheduler,
        IReadOnlyList<string> answering,
        TimeSpan now,
        DateTimeOffset origin,
        PaceBook paces)
    {
        var residents = scheduler.Residents.Select(resident => Summarise(resident, scheduler, now, origin) with
        {
            Pace = paces.Find(ReplicaKey.Format(resident.Model, key))?.Report(),
        });
        var waiting = scheduler.Waiting
            .Where(entry => scheduler.Find(entry.Request.Model) is null)
            .Select(entry => new ReplicaSummary(
                entry.Request.Model,
                entry.Request.Family,
                ReplicaState.Waiting,
                0,
                entry.Bytes,
                0,
                null,
                origin + now,
                0,
                true,
                TimeSpan.Zero));
        var fetching = scheduler
            .Fetches.Where(fetch => scheduler.Find(fetch.Wish.Model) is null)
            .Select(fetch => new ReplicaSummary(
                fetch.Wish.Model,
                fetch.Wish.Family,
                ReplicaState.Fetching,
                0,
                fetch.Bytes,
                0,
                null,
                origin + fetch.ProgressAt,
                0,
                true,
                TimeSpan.Zero));
        return new DeviceReport(
            info.Id.ToString(),
            Kind(info.Id.Kind),
            info.Name,
            scheduler.Accounts,
            scheduler.Ledger.Ceiling,
            scheduler.Pinnable,
            scheduler.IsDegraded,
            scheduler.Churn(now),
            scheduler.BulkWait(now),
            scheduler.Thrashing is { } thrashing
                ? new ThrashingRecord(origin + thrashing.Since, thrashing.WorkingSet, thrashing.MissingBytes)
                : null,
            scheduler.IsUnderPressure(now),
            scheduler.PressureEvents,
            [.. residents.Concat(waiting).Concat(fetching).OrderBy(replica => replica.Model, StringComparer.Ordinal)],
            answering,
            [.. scheduler.Evictions.Select(eviction => Record(key, eviction, origin))]);
    }

    /// <summary>The kind's name on the wire.</summary>
    public static string Kind(DeviceKind kind) => kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.Cuda => "cuda",
        DeviceKind.WebGpu => "webgpu",
        _ => "sim",
    };

    private static ReplicaSummary Summarise(
        Resident resident,
        DeviceScheduler scheduler,
        TimeSpan now,
        DateTimeOffset origin)
    {
        var rated = scheduler.Rate(resident, now);
        return new ReplicaSummary(
            resident.Model,
            resident.Request.Family,
            resident.State,
            resident.Generation,
            resident.Bytes,
            resident.Leases,
            resident is { IsPinned: false, KeepUntil: { } until } ? origin + until : null,
            origin + resident.LastUsed,
            rated.Cost,
            rated.IsProtected,
            scheduler.Estimate(resident, now).StartsIn,
            !resident.IsPinned && resident.KeepUntil <= now,
            resident.IsPinned);
    }

    private static EvictionRecord Record(string key, Eviction eviction, DateTimeOffset origin) => new(
        origin + eviction.At,
        key,
        eviction.ForModel,
        eviction.Deficit,
        [.. eviction.Victims.Select(victim => victim.Model)],
        eviction.Victims.Sum(victim => victim.Cost),
        [.. eviction.Candidates.Except(eviction.Victims).Select(candidate => candidate.Model)]);
}
