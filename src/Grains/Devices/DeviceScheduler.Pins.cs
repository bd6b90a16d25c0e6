using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>
/// Copies that stay until they are told to go: they neither expire nor make room. Together they may take a part of the
/// device only, so that others can still be loaded.
/// </summary>
internal sealed partial class DeviceScheduler
{
    /// <summary>What may still be pinned, bytes.</summary>
    public long Pinnable => ledger.Total is { } total
        ? Math.Max(0, (long)(total * rules.MostPinned) - Pinned)
        : long.MaxValue;

    private long Pinned => _residents.Values.Where(resident => resident.IsPinned).Sum(resident => resident.Bytes);

    /// <summary>Lets a copy that serves stay, or go again when its time is up.</summary>
    /// <returns>Whether it stays now.</returns>
    public bool Pin(string model, bool isPinned, TimeSpan now)
    {
        if (_residents.GetValueOrDefault(model) is not { } resident)
        {
            return false;
        }

        resident.IsPinned = isPinned && resident.State == ReplicaState.Ready
            && (resident.IsPinned || resident.Bytes <= Pinnable);
        Tick(now); // its time may have been up for long
        return resident.IsPinned;
    }
}
