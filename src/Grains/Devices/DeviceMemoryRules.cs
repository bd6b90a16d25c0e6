using Tollama.Core.Inference;

namespace Tollama.Grains.Devices;

/// <summary>What a ledger starts with, and which measurements it goes by.</summary>
internal static class DeviceMemoryRules
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Kept for the engine's own context on a GPU.</summary>
    private const long GpuOverhead = 512 * Mebibyte;

    /// <summary>A fiftieth of the device stays free; on real ones at least 512 MiB.</summary>
    public static DeviceLedger CreateLedger(DeviceInfo device)
    {
        long fiftieth = (device.TotalBytes ?? 0) / 50;
        return device.Id.Kind == DeviceKind.Simulated
            ? new DeviceLedger(device.TotalBytes, 0, fiftieth)
            : new DeviceLedger(
                device.TotalBytes,
                device.Id.Kind == DeviceKind.Cpu ? 0 : GpuOverhead,
                Math.Max(512 * Mebibyte, fiftieth));
    }

    /// <summary>
    /// The driver's word. Not for main memory: weights are mapped files there, which count as free although they are in
    /// use, and what other programs use comes and goes.
    /// </summary>
    public static MemoryReading? Read(DeviceInfo device, IDeviceInventory inventory, DeviceLedger ledger)
    {
        if (device.Id.Kind == DeviceKind.Cpu)
        {
            return null;
        }

        return inventory.Measure(device.Id) is { TotalBytes: { } total, UsedBytes: { } used }
            ? new MemoryReading(total - used, ledger.Committed + ledger.Unloading + ledger.Quarantined)
            : null;
    }

    /// <summary>
    /// Whether a copy's memory came back: nine tenths of it, where one can see. What is used beyond the other copies and
    /// other programs can only be its.
    /// </summary>
    public static bool IsBack(DeviceInfo device, IDeviceInventory inventory, DeviceLedger ledger, long bytes)
    {
        if (device.Id.Kind == DeviceKind.Cpu || inventory.Measure(device.Id) is not { UsedBytes: { } used })
        {
            return true;
        }

        long others = ledger.Used - bytes + ledger.MostForeign;
        return used - others <= Math.Max(bytes / 10, Mebibyte);
    }
}
