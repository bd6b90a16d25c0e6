using Tollama.Core.Errors;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Tests.Placement;

public sealed class DeviceSelectorTests
{
    [Theory]
    [InlineData("one/cuda:0", "one/cuda:0", true)]
    [InlineData("one/cuda:0", "one/cuda:1", false)]
    [InlineData("one/cuda:1", "one/cuda:10", false)]
    [InlineData("one/cuda:0", "two/cuda:0", false)]
    [InlineData("cuda:0", "two/cuda:0", true)]
    [InlineData("cuda", "two/cuda:3", true)]
    [InlineData("cuda", "two/cpu", false)]
    [InlineData("cpu", "two/cpu", true)]
    [InlineData("one/*", "one/sim:1", true)]
    [InlineData("one/*", "onetwo/sim:1", false)]
    [InlineData("*/webgpu", "x/webgpu:0", true)]
    [InlineData("*", "x/webgpu:0", true)]
    public void Means_devices_by_silo_kind_and_number(string selector, string device, bool isMeant) =>
        Assert.Equal(isMeant, DeviceSelector.Matches(DeviceSelector.Checked(selector), device));

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("/cuda")]
    [InlineData("one/")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cuda:0:1")]
    [InlineData("CUDA")]
    public void Refuses_what_names_no_device(string selector)
    {
        var fault = Assert.Throws<TollamaException>(() => DeviceSelector.Checked(selector));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains($"'{selector}'", fault.Message, StringComparison.Ordinal);
    }
}
