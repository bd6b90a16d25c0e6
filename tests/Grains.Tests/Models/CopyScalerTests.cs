using Tollama.Grains.Models;

namespace Tollama.Grains.Tests.Models;

public sealed class CopyScalerTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly CopyScaler _scaler = new(new CopyRules());
    private TimeSpan _now;

    [Fact]
    public void Aims_at_a_busy_share_of_six_tenths() =>
        Assert.Equal(2, _scaler.Grown(copies: 1, share: 0.92, devices: 4));

    [Fact]
    public void Takes_small_steps_and_never_more_copies_than_devices()
    {
        Assert.Equal(3, _scaler.Grown(copies: 2, share: 1.9, devices: 5));
        Assert.Equal(2, _scaler.Grown(copies: 2, share: 1.9, devices: 2));
    }

    [Fact]
    public void Grows_after_two_windows_of_long_waits_and_busy_copies()
    {
        Assert.Equal(1, Pass(copies: 1, busy: 0.92, wait: 400, service: 60));
        Assert.Equal(2, Pass(copies: 1, busy: 0.92, wait: 400, service: 60));
    }

    [Theory]
    [InlineData(0.92, 100, 60)] // nobody waits long
    [InlineData(0.92, 400, 250)] // no longer than two forecasts
    [InlineData(0.79, 400, 60)] // not busy
    public void Stays_without_both_reasons(double busy, int wait, int service)
    {
        for (int window = 0; window < 10; window++)
        {
            Assert.Equal(1, Pass(copies: 1, busy, wait, service));
        }
    }

    [Fact]
    public void Stays_while_one_copy_fewer_would_be_busy_for_more_than_half_of_the_time()
    {
        for (int window = 0; window < 100; window++)
        {
            Assert.Equal(2, Pass(copies: 2, busy: 0.81 / 2, wait: 0, service: 60));
        }
    }

    [Fact]
    public void Shrinks_by_one_after_five_quiet_minutes()
    {
        var sizes = Enumerable.Range(0, 31).Select(_ => Pass(copies: 3, busy: 0.1, wait: 0, service: 60)).ToArray();

        Assert.All(sizes[..30], size => Assert.Equal(3, size));
        Assert.Equal(2, sizes[30]);
    }

    private int Pass(int copies, double busy, int wait, int service)
    {
        const int requests = 100;
        for (int i = 0; i < requests; i++)
        {
            _scaler.Note(
                TimeSpan.FromMilliseconds(wait),
                TimeSpan.FromMilliseconds(service),
                Window * (busy * copies / requests));
        }

        _now += Window;
        return _scaler.EndWindow(copies, 4, _now);
    }
}
