using Tollama.Cli.Output;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Output;

public sealed class TransferRateTests
{
    private const long Megabyte = 1 << 20;

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Says_rate_and_time_left_once_it_has_seen_enough()
    {
        var rate = new TransferRate(_time);

        Assert.Equal("", rate.Describe(100 * Megabyte, 300 * Megabyte));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(", 20.0 MB/s, 0:08 left", rate.Describe(140 * Megabyte, 300 * Megabyte));
    }

    [Fact]
    public void Forgets_how_fast_it_was_long_ago()
    {
        var rate = new TransferRate(_time);
        rate.Describe(0, 10_000 * Megabyte);
        for (int second = 1; second <= 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            rate.Describe(1000 * Megabyte + (second * Megabyte), 10_000 * Megabyte);
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(", 1.00 MB/s, 2:29:39 left", rate.Describe(1021 * Megabyte, 10_000 * Megabyte));
    }

    [Fact]
    public void Begins_anew_where_a_part_was_dropped()
    {
        var rate = new TransferRate(_time);
        rate.Describe(50 * Megabyte, 100 * Megabyte);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("", rate.Describe(10 * Megabyte, 100 * Megabyte));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(", 5.00 MB/s", rate.Describe(15 * Megabyte, 15 * Megabyte));
    }
}
