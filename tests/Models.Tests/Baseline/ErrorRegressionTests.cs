using Tollama.Models.Baseline.Intervals;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What of past errors could have been foretold.</summary>
public sealed class ErrorRegressionTests
{
    private const int Horizon = 4;
    private const int Stride = 2;
    private static readonly double[] Week = [9.0, -4.0, -3.0, 1.0, -6.0, 5.0, -2.0];

    [Fact]
    public void A_week_of_errors_is_foretold_and_taken_out()
    {
        var random = new Random(1);
        var origins = Origins(35, i => Week[i % 7] + (0.2 * (random.NextDouble() - 0.5)));
        double[] foretold = Remove(origins);

        Assert.All(foretold, x => Assert.Equal(Week[35 % 7], x, 0.5));
        Assert.All(origins, o => Assert.All(o.Errors, e => Assert.InRange(Math.Abs(e), 0.0, 0.6)));
    }

    [Fact]
    public void Origins_with_nothing_before_them_are_left_out()
    {
        var origins = Origins(35, i => Week[i % 7]);
        Remove(origins);

        Assert.InRange(origins[0].Start, 100 + (7 * Stride), 100 + (20 * Stride));
        Assert.Equal(100 + (34 * Stride), origins[^1].Start);
        Assert.Equal(35 - ((origins[0].Start - 100) / Stride), origins.Count);
    }

    [Fact]
    public void An_error_that_stays_is_expected_to_stay()
    {
        // Up to one jump the model was too high, since then it is too low.
        var origins = Origins(40, i => i < 20 ? -2.0 : 2.0);
        double[] foretold = Remove(origins);

        Assert.All(foretold, x => Assert.InRange(x, 1.0, 2.0));
    }

    [Fact]
    public void Of_chance_little_is_foretold()
    {
        double squares = Enumerable.Range(0, 200).Average(seed =>
        {
            var random = new Random(seed);
            double[] foretold = Remove(Origins(24, _ => random.NextDouble() - 0.5));
            return foretold.Average(x => x * x);
        });

        Assert.InRange(squares, 0.0, 0.25 / 12.0); // a quarter of the errors' variance
    }

    [Fact]
    public void A_model_that_follows_every_whim_is_wrong_by_part_of_it()
    {
        var random = new Random(1);
        double[] whims = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() - 0.5)];
        double Error(int i) => -0.6 * whims[i] + 0.02 * (random.NextDouble() - 0.5);
        var origins = Origins(40, Error, i => whims[i]);
        double[] foretold = Remove(origins, shiftNow: 2.0);

        Assert.All(foretold, x => Assert.Equal(-1.2, x, 0.1));
        Assert.All(origins, o => Assert.All(o.Errors, e => Assert.InRange(Math.Abs(e), 0.0, 0.05)));
    }

    [Fact]
    public void A_slow_model_is_wrong_by_more_of_the_same()
    {
        var random = new Random(1);
        double[] steps = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() - 0.5)];
        var origins = Origins(40, i => 0.4 * steps[i], i => steps[i]);

        Assert.All(Remove(origins, shiftNow: 1.0), x => Assert.Equal(0.4, x, 0.05));
    }

    [Fact]
    public void Shifts_are_measured_from_the_forecasts_before()
    {
        var shifts = new ForecastShifts(2);

        Assert.Equal([0.0, 0.0], shifts.Next(100, [10.0, 20.0]));
        Assert.Equal([0.0, 0.0], shifts.Next(101, [11.0, 18.0])); // the first one is not over yet
        Assert.Equal([1.0, -2.0], shifts.Next(102, [11.0, 18.0]));
        double[] fourth = shifts.Next(110, [11.0, 18.0]); // after three
        Assert.Equal(11.0 - (0.81 * 10.0 + 0.9 * 11.0 + 11.0) / 2.71, fourth[0], 12);
        Assert.Equal(18.0 - (0.81 * 20.0 + 0.9 * 18.0 + 18.0) / 2.71, fourth[1], 12);
    }

    [Fact]
    public void Nothing_changes_where_nothing_recurs()
    {
        // Each error is new: the signs of a maximal sequence of period 31, on which no lag looks like another.
        int[] signs = [1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0];
        var origins = Origins(31, i => signs[i] - 0.5);
        double[] foretold = Remove(origins);

        Assert.All(foretold, x => Assert.Equal(0.0, x));
        Assert.Equal(31, origins.Count);
        Assert.All(origins, o => Assert.Equal(0.5, Math.Abs(o.Errors[0])));
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Errors_of_any_magnitude_are_weighed(double unit)
    {
        double[] foretold = Remove(Origins(35, i => unit * Week[i % 7]));

        Assert.All(foretold, x => Assert.Equal(Week[0], x / unit, 0.5));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_handful_of_origins_recurs_in_nothing(int count)
    {
        var origins = Origins(count, i => i % 2 == 0 ? 1.0 : -1.0);

        Assert.All(Remove(origins), x => Assert.Equal(0.0, x));
        Assert.Equal(count, origins.Count);
    }

    private static double[] Remove(List<PastErrors> origins, double shiftNow = 0.0) =>
        ErrorRegression.Remove(origins, origins[^1].Start + Stride, [.. Enumerable.Repeat(shiftNow, Horizon)]);

    /// <summary>Origins whose errors, and shifts of their forecasts, are the same at each step that is known.</summary>
    private static List<PastErrors> Origins(int count, Func<int, double> error, Func<int, double>? shift = null) =>
    [
        .. Enumerable.Range(0, count).Select(i => new PastErrors(
            100 + (i * Stride),
            Level: 0.0,
            Weight: 1.0,
            [.. Enumerable.Repeat(error(i), Math.Min(Horizon, (count - i) * Stride))],
            [.. Enumerable.Repeat(shift?.Invoke(i) ?? 0.0, Horizon)])),
    ];
}
