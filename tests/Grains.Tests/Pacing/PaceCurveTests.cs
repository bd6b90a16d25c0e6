using Tollama.Grains.Pacing;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Tests.Pacing;

public sealed class PaceCurveTests
{
    private const int Context = 512;
    private const int Horizon = 64;

    [Fact]
    public void Knows_nothing_before_a_second_call()
    {
        var curve = new PaceCurve();
        Assert.Equal(default, curve.Estimate(Calls(1_000), TimeSpan.Zero));

        curve.Observe(Calls(1), Context, TimeSpan.FromSeconds(9), TimeSpan.Zero);

        Assert.Equal(default, curve.Estimate(Calls(1_000), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Finds_what_a_call_takes_and_what_each_series_adds()
    {
        var curve = Measured(TimeSpan.Zero, slower: 1);

        var estimate = curve.Estimate(Calls(200), TimeSpan.FromSeconds(1));

        Assert.InRange(estimate.Likely.TotalSeconds, 1.01, 1.03);
        Assert.InRange(estimate.Least.TotalSeconds, 0.7, 1.02);
        var factors = curve.Factors(TimeSpan.FromSeconds(1));
        Assert.InRange(factors!.Value.Calls, 0.0199, 0.0201);
    }

    [Fact]
    public void Knows_a_call_like_one_before_without_any_formula()
    {
        var curve = new PaceCurve();
        Observe(curve, 10, TimeSpan.FromSeconds(3), TimeSpan.Zero);

        Assert.Equal(3, curve.Estimate(Calls(10), TimeSpan.FromSeconds(1)).Likely.TotalSeconds, 3);
        Assert.InRange(curve.Estimate(Calls(500), TimeSpan.FromSeconds(1)).Least.TotalSeconds, 2, 3);
        Assert.Equal(default, curve.Estimate(Calls(9), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Counts_the_fastest_of_the_last_calls_of_a_size()
    {
        var curve = new PaceCurve();
        foreach (int milliseconds in new[] { 900, 100, 5_000 })
        {
            curve.Observe(Calls(4), Context, TimeSpan.FromMilliseconds(milliseconds), TimeSpan.Zero);
        }

        Assert.Equal(100, curve.Estimate(Calls(4), TimeSpan.Zero).Likely.TotalMilliseconds, 3);
    }

    [Fact]
    public void Holds_a_spell_of_slowness_against_a_model_for_minutes_only()
    {
        var curve = Measured(TimeSpan.Zero, slower: 50);
        double atOnce = curve.Estimate(Calls(100), TimeSpan.FromSeconds(1)).Least.TotalSeconds;
        double later = curve.Estimate(Calls(100), TimeSpan.FromMinutes(5)).Least.TotalSeconds;
        var afterAll = curve.Estimate(Calls(100), TimeSpan.FromMinutes(11));

        Assert.InRange(atOnce, 10, 30);
        Assert.InRange(later, 0, atOnce / 10);
        Assert.Equal(default, afterAll);
    }

    [Fact]
    public void Says_nothing_of_what_did_not_vary()
    {
        var curve = Measured(TimeSpan.Zero, slower: 1);
        var few = Calls(8);
        var longer = few with { Steps = few.Steps * 100, Draws = few.Draws * 100 };

        var estimate = curve.Estimate(longer, TimeSpan.FromSeconds(1));

        Assert.InRange(estimate.Least.TotalMilliseconds, 0, 61); // more steps may cost something, or not
    }

    /// <summary>
    /// Networks of any costs: with stairs (steps that a network gives at once), a history that is cut, and a machine
    /// that is busy with other things now and then.
    /// </summary>
    [Fact]
    public void Refuses_little_that_would_fit_and_knows_much_that_would_not()
    {
        const int Networks = 1_000;
        const int Requests = 20;
        int refused = 0;
        int known = 0;
        for (int seed = 0; seed < Networks; seed++)
        {
            var draw = new Random(seed);
            var network = new Network(draw);
            var curve = new PaceCurve();
            int sizes = draw.Next(1, 25);
            for (int i = 0; i < sizes; i++)
            {
                var shape = Shape.Draw(draw, mostSeries: 32, mostHorizon: 300);
                for (int call = draw.Next(1, 5); call > 0; call--)
                {
                    double slower = draw.Next(4) == 0 ? 1 + draw.NextDouble() : 1 + (0.1 * draw.NextDouble());
                    curve.Observe(
                        shape.Work(int.MaxValue), shape.Context, network.Time(shape) * slower, TimeSpan.FromSeconds(i));
                }
            }

            for (int i = 0; i < Requests; i++)
            {
                var asked = Shape.Draw(draw, mostSeries: 128, mostHorizon: 1_000);
                var least = curve.Estimate(asked.Work(curve.LongestContext), TimeSpan.FromSeconds(sizes)).Least;
                var truth = network.Time(asked);
                refused += least > truth * TimeLimitRule.Margin ? 1 : 0;
                known += least > truth / 3 * TimeLimitRule.Margin ? 1 : 0;
            }
        }

        Assert.InRange(refused / (double)(Networks * Requests), 0, 0.002); // limits that hold a request to the tick
        Assert.InRange(known / (double)(Networks * Requests), 0.35, 1); // limits of a third of what it takes
    }

    private static CallWork Calls(int series) => new(1, series, series * Context, series * Horizon, series * Horizon);

    private static PaceCurve Measured(TimeSpan now, double slower)
    {
        var curve = new PaceCurve();
        foreach (int series in new[] { 1, 4, 16, 64 })
        {
            Observe(curve, series, slower * TimeSpan.FromMilliseconds(20 + (5 * series)), now);
        }

        return curve;
    }

    private static void Observe(PaceCurve curve, int series, TimeSpan took, TimeSpan now)
    {
        for (int call = 0; call < 3; call++)
        {
            curve.Observe(Calls(series), Context, took, now);
        }
    }

    private readonly record struct Shape(int Series, int Context, int Horizon, int Samples)
    {
        public static Shape Draw(Random draw, int mostSeries, int mostHorizon) => new(
            draw.Next(1, mostSeries + 1),
            (int)Math.Exp(draw.NextDouble() * Math.Log(8_192)) + 1,
            draw.Next(1, mostHorizon + 1),
            draw.Next(3) == 0 ? draw.Next(1, 100) : 1);

        public CallWork Work(int mostContext) => new(
            1,
            Series,
            Series * (double)Math.Min(Context, mostContext),
            Series * (double)Horizon,
            Series * (double)Horizon * Samples);
    }

    /// <summary>What a network of drawn costs takes.</summary>
    private sealed class Network(Random draw)
    {
        private readonly double _call = draw.NextDouble() * 50;
        private readonly double _row = draw.Next(2) * draw.NextDouble() * 10;
        private readonly double _token = draw.Next(2) * draw.NextDouble();
        private readonly double _stair = draw.Next(2) * draw.NextDouble() * 5;
        private readonly int _stairSteps = draw.Next(1, 129);
        private readonly int _mostContext = 1 << draw.Next(7, 14);
        private readonly double _sample = draw.Next(2) * draw.NextDouble() * 0.1;

        public TimeSpan Time(Shape shape) => TimeSpan.FromMilliseconds(
            1
            + _call
            + (_row * shape.Series)
            + (_token * shape.Series * Math.Ceiling(Math.Min(shape.Context, _mostContext) / 16.0))
            + (shape.Series * Math.Ceiling(shape.Horizon / (double)_stairSteps)
                * (_stair + (_sample * shape.Samples))));
    }
}
