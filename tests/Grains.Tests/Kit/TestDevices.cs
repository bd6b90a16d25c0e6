using Tollama.Core.Inference;

namespace Tollama.Grains.Tests.Kit;

/// <summary>Devices that a test describes; their memory is measured as the test says.</summary>
internal sealed class TestDevices : IDeviceInventory
{
    public List<DeviceInfo> All { get; } = [new DeviceInfo(DeviceId.Cpu, "test", 1L << 40)];

    /// <summary>Bytes in use; null where nobody can say.</summary>
    public Func<DeviceId, long?> Used { get; set; } = _ => null;

    public IReadOnlyList<DeviceInfo> Devices => All;

    public DeviceMemory Measure(DeviceId device) =>
        new(All.Find(known => known.Id == device)?.TotalBytes, Used(device));

    public string ClassOf(DeviceInfo device) => $"{device.Id.Kind} {device.Name}";
}
