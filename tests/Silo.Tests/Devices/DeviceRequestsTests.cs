using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Devices;

namespace Tollama.Silo.Tests.Devices;

public sealed class DeviceRequestsTests
{
    [Theory]
    [InlineData("sim:2x24GiB", 2, 24L << 30)]
    [InlineData("sim:24GiB", 1, 24L << 30)]
    [InlineData("SIM:3x1.5gib", 3, 3L << 29)]
    [InlineData("sim:1x500MB", 1, 500_000_000)]
    public void Reads_how_many_simulated_devices_of_what_size(string text, int count, long bytes) =>
        Assert.Equal([new DeviceRequest(DeviceKind.Simulated, null, count, bytes)], DeviceRequests.Parse(text));

    [Theory]
    [InlineData("sim:2x24GiB@20ms+5ms", 20, 5)]
    [InlineData("sim:2x24GiB@20ms", 20, 0)]
    [InlineData("sim:2x24GiB@0ms+0.5MS", 0, 0.5)]
    public void Reads_how_long_a_simulated_device_takes(string text, double call, double series)
    {
        var pace = new SimulatedPace(TimeSpan.FromMilliseconds(call), TimeSpan.FromMilliseconds(series));

        Assert.Equal([new DeviceRequest(DeviceKind.Simulated, null, 2, 24L << 30, pace)], DeviceRequests.Parse(text));
        Assert.Equal(DeviceRequests.Parse(text), DeviceRequests.Parse($"sim:2x24GiB@{pace}"));
    }

    [Fact]
    public void Reads_a_list() => Assert.Equal(
        [
            new DeviceRequest(DeviceKind.Cuda, 1, 1, 0),
            new DeviceRequest(DeviceKind.Cuda, null, 1, 0),
            new DeviceRequest(DeviceKind.WebGpu, 0, 1, 0),
            new DeviceRequest(DeviceKind.Cpu, 0, 1, 0),
        ],
        DeviceRequests.Parse("cuda:1, cuda, webgpu ,cpu"));

    [Fact]
    public void Auto_asks_for_nothing_in_particular() => Assert.Empty(DeviceRequests.Parse("auto"));

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu,")]
    [InlineData("cpu:1")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("sim")]
    [InlineData("sim:")]
    [InlineData("sim:0x1GiB")]
    [InlineData("sim:65x1GiB")]
    [InlineData("sim:2x")]
    [InlineData("sim:2x24")]
    [InlineData("sim:2x-1GiB")]
    [InlineData("sim:2x1e400GiB")]
    [InlineData("sim:2x1GiB@")]
    [InlineData("sim:2x1GiB@20")]
    [InlineData("sim:2x1GiB@-1ms")]
    [InlineData("sim:2x1GiB@0ms")]
    [InlineData("sim:2x1GiB@1ms+")]
    [InlineData("sim:2x1GiB@1ms+2")]
    [InlineData("sim:2x1GiB@1e9ms")]
    public void Refuses_what_is_no_device_and_says_how_to_write_one(string text)
    {
        var fault = Assert.Throws<TollamaException>(() => DeviceRequests.Parse(text));

        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.Contains("sim:2x24GiB", fault.Message, StringComparison.Ordinal);
    }
}
