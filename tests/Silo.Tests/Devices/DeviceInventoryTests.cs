using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Onnx.Runtime;
using Tollama.Silo.Devices;

namespace Tollama.Silo.Tests.Devices;

public sealed class DeviceInventoryTests
{
    private readonly SimulatedDevices _simulated = new();
    private int _probes;

    [Fact]
    public void Numbers_simulated_devices_through_and_measures_what_is_loaded_on_them()
    {
        using var inventory = Inventory("sim:2x1GiB,sim:4GiB");
        var third = new DeviceId(DeviceKind.Simulated, 2);

        _simulated.Add(third, 700);

        Assert.Equal(["sim:0", "sim:1", "sim:2"], inventory.Devices.Select(device => device.Id.ToString()));
        Assert.Equal(new DeviceMemory(4L << 30, 700), inventory.Measure(third));
        Assert.Equal(new DeviceMemory(1L << 30, 0), inventory.Measure(inventory.Devices[0].Id));
        Assert.Equal(0, _probes);
    }

    [Fact]
    public void The_processor_is_always_there_and_needs_no_engine()
    {
        using var inventory = Inventory("cpu");

        var memory = inventory.Measure(Assert.Single(inventory.Devices).Id);

        Assert.True(memory.UsedBytes >= HostMemory.ProcessBytes / 2);
        Assert.True(memory.TotalBytes > memory.UsedBytes / 2);
        Assert.Equal(0, _probes);
    }

    [Fact]
    public void A_gpu_that_was_asked_for_and_is_not_here_is_an_error_that_says_why()
    {
        using var inventory = Inventory("cuda:99");

        var fault = Assert.Throws<TollamaException>(() => inventory.Devices);

        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.Contains("cuda:99", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_how_much_memory_the_machine_has_left()
    {
        string[] facts = ["MemTotal:       16384 kB", "MemAvailable:    1024 kB", "Buffers: 3 kB"];

        Assert.Equal(1024 * 1024, HostMemory.ParseAvailable(facts));
        Assert.Null(HostMemory.ParseAvailable(facts[..1]));
        Assert.True(HostMemory.PeakProcessBytes >= HostMemory.ProcessBytes / 2);
    }

    private DeviceInventory Inventory(string devices) => new(
        devices,
        () =>
        {
            _probes++;
            return new EngineInfo();
        },
        _simulated);
}
