using Tollama.Cli.Commands.Pull;
using Tollama.Core.Inference;

namespace Tollama.Cli.Tests.Commands;

/// <summary>What a pull says about GPU memory beforehand.</summary>
public sealed class PullAdviceTests
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData(null, "no GPU")]
    [InlineData(4, "largest GPU here has 4 GB")]
    [InlineData(8, null)]
    [InlineData(24, null)]
    public void A_model_that_does_not_fit_is_named_with_what_it_wants(int? gibibytes, string? expected)
    {
        DeviceInfo[] devices =
        [
            new(DeviceId.Cpu, "processor", 64 * Gibibyte),
            .. gibibytes is { } size
                ? [new DeviceInfo(new DeviceId(DeviceKind.Cuda, 0), "gpu", size * Gibibyte)]
                : Array.Empty<DeviceInfo>(),
        ];

        string? advice = MemoryAdvice.Describe("toto", 8, devices);

        if (expected is null)
        {
            Assert.Null(advice);
            return;
        }

        Assert.Contains("toto wants 8 GB", advice, StringComparison.Ordinal);
        Assert.Contains(expected, advice, StringComparison.Ordinal);
    }
}
