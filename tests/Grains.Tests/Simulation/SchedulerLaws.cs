using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>What must hold of a device after every event.</summary>
internal static class SchedulerLaws
{
    public static void Check(SimulatedDevice device, TimeSpan now)
    {
        var scheduler = device.Scheduler;
        CheckLedger(scheduler);
        Law.Holds(
            scheduler.Residents.Sum(one => one.Staged) <= device.Host.Staged,
            "a load passes through memory that it has not");
        foreach (var resident in scheduler.Residents)
        {
            CheckResident(device, resident);
        }

        foreach (var copy in device.Copies.Values)
        {
            var resident = scheduler.Find(copy.Model.Name);
            Law.Holds(
                copy.Phase != CopyPhase.Serving
                    || (
                        resident is { State: ReplicaState.Ready or ReplicaState.Draining }
                        && resident.Generation == copy.Generation),
                "a copy serves that its device does not know");
            Law.Holds(
                copy.Running.Count == 0 || resident?.Leases == copy.Running.Count,
                "forecasts run that nobody counts");
        }

        Law.Holds(
            scheduler.Fetches.All(one =>
                device.Copies.GetValueOrDefault(one.Wish.Model) is null or { Phase: CopyPhase.Fetching }),
            "a model is fetched that nobody fetches");
        Law.Holds(
            scheduler.Waiting.Count + scheduler.Fetches.Count == 0 || scheduler.NextDeadline(now) is not null,
            "a model waits without a limit");
        if (scheduler.Evictions.LastOrDefault() is { } eviction && eviction.At == now)
        {
            CheckEviction(eviction);
        }
    }

    /// <summary>Everybody has done what was expected: only copies that serve are left.</summary>
    public static void CheckRest(SimulatedDevice device)
    {
        var scheduler = device.Scheduler;
        Law.Holds(scheduler.Waiting.Count == 0, "a model waits for ever");
        Law.Holds(scheduler.Fetches.Count == 0, "a model is fetched for ever");
        Law.Holds(device.Host.Staged == 0, "main memory is set aside for ever");
        Law.Holds(!scheduler.IsDegraded, "a device stays degraded although all has come back");
        Law.Holds(scheduler.Residents.All(one => one.State == ReplicaState.Ready), "a copy is stuck on its way");
        Law.Holds(
            scheduler.Residents.All(one => one.Leases == 0 || device.HasLost(one.Model)),
            "a forecast is counted for ever");
        Law.Holds(scheduler.Ledger.Used == scheduler.Residents.Sum(one => one.Bytes), "bytes belong to nobody");
    }

    private static void CheckLedger(DeviceScheduler scheduler)
    {
        long reserved = 0, committed = 0, unloading = 0, quarantined = 0;
        int loading = 0;
        foreach (var resident in scheduler.Residents)
        {
            switch (resident.State)
            {
                case ReplicaState.Reserved or ReplicaState.Loading or ReplicaState.Warming:
                    reserved += resident.Bytes;
                    loading++;
                    break;
                case ReplicaState.Ready or ReplicaState.Draining:
                    committed += resident.Bytes;
                    break;
                case ReplicaState.Unloading:
                    unloading += resident.Bytes;
                    break;
                default:
                    quarantined += resident.Bytes;
                    break;
            }
        }

        var accounts = scheduler.Accounts;
        Law.Holds(
            (reserved, committed, unloading, quarantined)
                == (accounts.Reserved, accounts.Committed, accounts.Unloading, accounts.Quarantined),
            "the ledger does not add up");
        Law.Holds(scheduler.Ledger.Used + accounts.Overhead <= accounts.Total, "the ledger is exceeded");
        Law.Holds(
            scheduler.Residents.All(one => one.Workspace <= one.Bytes),
            "a copy's calls take more than it is accounted with");
        Law.Holds(loading <= 1, "two models are loaded at once");
    }

    private static void CheckResident(SimulatedDevice device, Resident resident)
    {
        var copy = device.Copies.GetValueOrDefault(resident.Model);
        if (copy?.Generation != resident.Generation)
        {
            return;
        }

        Law.Holds(
            resident.State is not (ReplicaState.Unloading or ReplicaState.Quarantined) || copy.Running.Count == 0,
            "a copy gives its memory back while forecasts run in it");
        Law.Holds(
            resident.State != ReplicaState.Ready || copy.Phase == CopyPhase.Serving,
            "a copy that was told to go came back");
        Law.Holds(
            copy.Phase != CopyPhase.Serving || copy.Held <= resident.Bytes,
            "a copy holds more than it is accounted with");
    }

    private static void CheckEviction(Eviction eviction)
    {
        long bytes = eviction.Victims.Sum(victim => victim.Bytes);
        Law.Holds(bytes >= eviction.Deficit, "copies go and it is not enough");
        foreach (var victim in eviction.Victims)
        {
            Law.Holds(!victim.IsProtected, "a protected copy goes");
            Law.Holds(bytes - victim.Bytes < eviction.Deficit, "a copy goes that need not");
        }
    }
}
