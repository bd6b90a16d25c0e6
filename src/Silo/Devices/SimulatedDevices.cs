using System.Collections.Concurrent;
using Tollama.Core.Inference;

namespace Tollama.Silo.Devices;

/// <summary>
/// What the models on simulated devices would hold, were the devices real, and whose call each computes.
/// </summary>
internal sealed class SimulatedDevices
{
    private readonly ConcurrentDictionary<DeviceId, long> _used = new();
    private readonly ConcurrentDictionary<DeviceId, SemaphoreSlim> _turns = new();

    /// <summary>Bytes in use on a device.</summary>
    public long UsedBytes(DeviceId device) => _used.GetValueOrDefault(device);

    /// <summary>A model of this size was loaded (positive) or unloaded (negative).</summary>
    public void Add(DeviceId device, long bytes) => _used.AddOrUpdate(device, bytes, (_, before) => before + bytes);

    /// <summary>Who may compute on a device: one call at a time, of whichever model.</summary>
    public SemaphoreSlim TurnOf(DeviceId device) => _turns.GetOrAdd(device, static _ => new SemaphoreSlim(1, 1));
}
