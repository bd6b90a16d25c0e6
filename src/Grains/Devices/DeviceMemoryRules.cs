using Tollama.Core.Inference;

namespace Tollama.Grains.Devices;

/// <summary>What a ledger starts with, and which measurements it goes by.</summary>
internal static class DeviceMemoryRules
{
    private const long Mebibyte = 1 << 20;

    /// <summary>A fiftieth of the device stays free; on real ones at least 512 MiB.</summary>
    /// <param name="device">The device.</param>
    /// <param name="rules">The numbers.</param>
    /// <param name="host">Main memory.</param>
    /// <param name="seesProcesses">
    /// Whether the driver tells the memory of one process from another's. Windows' does not: what others hold is then
    /// known less well, and twice as much is kept free on GPUs.
    /// </param>
    public static DeviceLedger CreateLedger(
        DeviceInfo device, SchedulingRules rules, HostLedger host, bool seesProcesses)
    {
        switch (device.Id.Kind)
        {
            case DeviceKind.Simulated:
                return new DeviceLedger(device.TotalBytes, 0, device.TotalBytes / 50 ?? 0);
            case DeviceKind.Cpu:
                var memory = new DeviceLedger(
                    HostBytes(device.TotalBytes, rules), 0, Headroom(device.TotalBytes), host);
                host.Attach(memory);
                return memory;
            default:
                long headroom = Headroom(device.TotalBytes) * (seesProcesses ? 1 : 2);
                return new DeviceLedger(device.TotalBytes, rules.GpuOverhead, headroom);
        }
    }

    /// <summary>Main memory of a silo's machine; what a load onto a GPU reads passes through it.</summary>
    public static HostLedger CreateHost(IDeviceInventory inventory, SchedulingRules rules)
    {
        long? total = inventory.Measure(DeviceId.Cpu).TotalBytes;
        return new HostLedger(HostBytes(total, rules), Headroom(total));
    }

    /// <summary>Whether loads onto a device pass through main memory that is not counted as the device's own.</summary>
    public static bool IsStaged(DeviceInfo device) => device.Id.Kind.IsAccelerator();

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
    /// What a loaded copy takes: what it says, or what the driver sees beyond everybody else where that is more.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="inventory">Asks the driver.</param>
    /// <param name="ledger">Accounts, in which the copy is still a reservation.</param>
    /// <param name="reserved">The reservation.</param>
    /// <param name="told">What the copy says.</param>
    public static long Measured(
        DeviceInfo device,
        IDeviceInventory inventory,
        DeviceLedger ledger,
        long reserved,
        long told)
    {
        if (device.Id.Kind != DeviceKind.Cuda || told == 0 || ledger.Unloading + ledger.Quarantined > 0)
        {
            return told;
        }

        return inventory.Measure(device.Id).UsedBytes is { } used
            ? Math.Max(told, used - (ledger.Used - reserved) - ledger.MostForeign - ledger.Overhead)
            : told;
    }

    private static long Headroom(long? total) => Math.Max(512 * Mebibyte, (total ?? 0) / 50);

    private static long? HostBytes(long? total, SchedulingRules rules) =>
        rules.HostMemoryLimit is { } limit && (total is null || limit < total) ? limit : total;

    /// <summary>
    /// Whether a copy's memory came back: nine tenths of it, where one can see. What is used beyond the other copies
    /// and other programs can only be its.
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
