using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Simple;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What a sample of past errors is worth, and what is believed of it.</summary>
public sealed class PastErrorTests
{
    private const int Horizon = 4;

    [Fact]
    public void Origins_closer_than_half_a_horizon_tell_nothing_new()
    {
        double apart = Independent(Origins(41, stride: 2, i => Sign(i)));
        double dense = Independent(Origins(81, stride: 1, i => Sign(i / 2)));

        Assert.Equal(apart, dense, 1.0);
    }

    [Fact]
    public void Independent_origins_grow_with_the_history()
    {
        double few = Independent(Origins(10, Horizon, i => Sign(i)));
        double many = Independent(Origins(60, Horizon, i => Sign(i)));

        Assert.InRange(few, 8.0, 10.0);
        Assert.InRange(many, 55.0, 60.0);
    }

    [Fact]
    public void Old_origins_count_less()
    {
        var even = Origins(40, Horizon, i => Sign(i));
        List<PastErrors> fading = [.. even.Select((o, i) => o with { Weight = Math.Pow(0.8, 40 - i) })];

        Assert.True(Independent(fading) < 0.5 * Independent(even));
    }

    [Fact]
    public void What_is_missed_again_and_again_is_taken_out()
    {
        var origins = Origins(40, Horizon, i => 10.0 + Sign(i));
        var (bias, share) = Remove(origins, 40.0);

        Assert.InRange(share, 0.99, 1.0);
        Assert.All(bias, b => Assert.Equal(10.0, b, 0.1));
        Assert.All(origins, o => Assert.All(o.Errors, e => Assert.Equal(1.0, Math.Abs(e), 0.11)));
    }

    [Fact]
    public void Errors_of_any_magnitude_are_weighed()
    {
        var (bias, share) = Remove(Origins(40, Horizon, i => 1e200 * (10.0 + Sign(i))), 40.0);

        Assert.InRange(share, 0.99, 1.0);
        Assert.All(bias, b => Assert.Equal(10.0, b / 1e200, 0.1));
    }

    [Fact]
    public void What_chance_can_do_stays()
    {
        var origins = Origins(10, Horizon, i => Sign(i) + 0.1);
        var (bias, share) = Remove(origins, 10.0);

        Assert.Equal(0.0, share);
        Assert.All(bias, b => Assert.Equal(0.0, b));
        Assert.Equal(1.1, origins[0].Errors[0], 12);
    }

    [Fact]
    public void The_same_mean_error_is_believed_more_of_more_origins()
    {
        double few = Remove(Origins(8, Horizon, i => Sign(i) + 0.6), 8.0).Share;
        double many = Remove(Origins(80, Horizon, i => Sign(i) + 0.6), 80.0).Share;

        Assert.InRange(few, 0.4, 0.8);
        Assert.InRange(many, 0.9, 1.0);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    [InlineData(1.0)]
    public void Quantiles_rise_with_the_level(double symmetry)
    {
        var quantiles = new ErrorQuantiles(Origins(50, 1, i => (i * i % 37) - 8.0), [1, 1, 1, 1]);
        double[] rows = [.. Enumerable.Range(1, 99).Select(percent => quantiles.At(percent / 100.0, symmetry))];

        Assert.True(rows.Zip(rows.Skip(1)).All(pair => pair.First <= pair.Second));
    }

    [Fact]
    public void Symmetric_quantiles_are_those_of_the_magnitudes_with_either_sign()
    {
        // Nine errors of 1, one of −5. To each of the nine the others have a mean size of 13/9, to the one of 1.
        var quantiles = new ErrorQuantiles(Origins(10, Horizon, i => i == 3 ? -5.0 : 1.0), [1, 1, 1, 1]);

        Assert.Equal(9.0 / 13.0, quantiles.At(0.9, 1.0), 12);
        Assert.Equal(-9.0 / 13.0, quantiles.At(0.1, 1.0), 12);
        Assert.Equal(5.0, quantiles.At(0.99, 1.0));
        Assert.Equal(-5.0, quantiles.At(0.05, 0.0));
        Assert.Equal(9.0 / 13.0, quantiles.At(0.99, 0.0), 12);
        Assert.Equal(37.0 / 13.0, quantiles.At(0.99, 0.5), 12);
    }

    [Fact]
    public void Quantiles_of_few_errors_know_that_their_size_is_uncertain()
    {
        double few = new ErrorQuantiles(Origins(4, Horizon, i => 1.0 + i), [2.5, 2.5, 2.5, 2.5]).At(0.99, 1.0);

        Assert.Equal(4.0 / 2.0, few, 12); // the largest, over the mean of the other three: not over that of all four
    }

    [Theory]
    [InlineData(1300, 1, 13.0)] // more than enough horizons
    [InlineData(5200, 1, 39.0)] // whole horizons apart
    [InlineData(100, 1, 3.25)] // four to a horizon
    [InlineData(40, 1, 3.25)]
    [InlineData(12, 1, 13.0 / 11.0)] // eight, or nearly, of a history that is shorter than a horizon
    [InlineData(600, 24, 24.0)] // whole seasons apart
    [InlineData(6000, 24, 48.0)]
    [InlineData(100, 24, 3.25)] // too few seasons for that
    public void Origins_stand_so_that_what_recurs_does_so_at_whole_numbers_of_them(
        int count, int season, double stride)
    {
        double[] y = [.. Enumerable.Range(0, count).Select(t => 5.0 + Sign(t))];
        var task = new SeriesTask
        {
            SeriesId = "a",
            Method = "naive",
            History = y,
            Horizon = 13,
            Season = season,
            WithIntervals = false,
            Budget = FitBudget.Unlimited,
        };
        var (origins, shifts) = PastErrors.Of(
            new CalibrationModel(new Naive(), FreeCount: 0), task, new double[13], windows: 2);

        Assert.All(origins, (origin, i) => Assert.Equal((int)(count - stride * (origins.Count - i)), origin.Start));
        Assert.All(origins, origin => Assert.Equal(Math.Min(13, count - origin.Start), origin.Errors.Length));
        Assert.InRange(origins[0].Start, count / 4, count / 4 + stride);

        // The present forecast is 0, and the ones before it were of 4 to 6, unless none lies a horizon before.
        Assert.All(shifts, shift => Assert.InRange(shift, -6.0, count < 13 ? 0.0 : -4.0));
    }

    private static double Sign(int i) => i % 2 == 0 ? 1.0 : -1.0;

    private static (double[] Bias, double Share) Remove(List<PastErrors> origins, double independent) =>
        ErrorBias.Remove(origins, ErrorSizes.Of(origins, Horizon), independent);

    private static double Independent(List<PastErrors> origins) =>
        IndependentOrigins.Count(origins, 0, Horizon, origins[^1].Start + Horizon);

    /// <summary>Origins whose errors are the same at each step.</summary>
    private static List<PastErrors> Origins(int count, int stride, Func<int, double> error) =>
    [
        .. Enumerable.Range(0, count).Select(i => new PastErrors(
            100 + (i * stride), Level: 0.0, Weight: 1.0, [.. Enumerable.Repeat(error(i), Horizon)], new double[Horizon])),
    ];
}
