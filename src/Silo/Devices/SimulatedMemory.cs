using System.Collections.Concurrent;
using Tollama.Core.Inference;

namespace Tollama.Silo.Devices;

/// <summary>What the models on simulated devices would hold, were the devices real.</summary>
internal sealed class SimulatedMemory
{
    private readonly ConcurrentDictionary<DeviceId, long> _used = new();

    /// <summary>Bytes in use on a device.</summary>
    public long UsedBytes(DeviceId device) => _used.GetValueOrDefault(device);

    /// <summary>A model of this size was loaded (positive) or unloaded (negative).</summary>
    public void Add(DeviceId device, long bytes) => _used.AddOrUpdate(device, bytes, (_, before) => before + bytes);
}
