using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Devices;

public sealed class StartEstimateTests
{
    [Theory]
    [InlineData(new[] { 40, 100 }, 3, 1, 140)] // golden vector 6: two slots, no batching
    [InlineData(new[] { 40 }, 3, 4, 40)] // golden vector 7: all four share one call
    [InlineData(new[] { 500 }, 0, 1, 500)] // golden vector 8: no copy yet, the rest of a load
    [InlineData(new[] { 0 }, 4, 4, 50)]
    public void Says_how_many_start_before_and_when(int[] slots, int ahead, int cap, int start)
    {
        var estimate = StartEstimate.Of(
            [.. slots.Select(slot => TimeSpan.FromMilliseconds(slot))], ahead, TimeSpan.FromMilliseconds(50), cap);

        Assert.Equal(new StartEstimate(ahead, TimeSpan.FromMilliseconds(start)), estimate);
    }

    [Fact]
    public void Never_promises_an_earlier_start_to_who_comes_later()
    {
        var last = TimeSpan.Zero;
        for (int ahead = 0; ahead < 40; ahead++)
        {
            var next = StartEstimate
                .Of([TimeSpan.Zero, TimeSpan.FromSeconds(1)], ahead, TimeSpan.FromSeconds(3), 2)
                .StartsIn;
            Assert.True(next >= last);
            last = next;
        }
    }
}
