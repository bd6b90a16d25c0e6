namespace Tollama.Core.Inference;

/// <summary>The devices of this silo.</summary>
public interface IDeviceInventory
{
    /// <summary>Devices in the order in which placement prefers them; at least one.</summary>
    IReadOnlyList<DeviceInfo> Devices { get; }

    /// <summary>Looks at the memory of a device now.</summary>
    DeviceMemory Measure(DeviceId device);

    /// <summary>
    /// What devices on which a model takes the same have in common: kind, maker's name, version of the engine. Loads
    /// the engine.
    /// </summary>
    string ClassOf(DeviceInfo device);
}
