using FsCheck;
using FsCheck.Fluent;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Devices;

public sealed class WorkspaceCurveTests
{
    [Fact]
    public void Knows_nothing_before_the_first_call() =>
        Assert.Equal(0, new WorkspaceCurve().Estimate(new RunShape(8, 512, 64, 9)));

    [Fact]
    public void Finds_what_a_call_costs_at_all_for_its_history_and_for_its_answer()
    {
        var curve = new WorkspaceCurve();
        foreach (var shape in new RunShape[] { new(1, 64, 8, 1), new(4, 512, 8, 9), new(16, 128, 96, 1), new(32, 64, 24, 9) })
        {
            curve.Observe(shape, True(shape));
        }

        var asked = new RunShape(64, 2_048, 96, 9);
        Assert.InRange(curve.Estimate(asked), True(asked) * 0.999, True(asked) * 1.001);
        Assert.Equal(new RunShape(32, 512, 96, 9), curve.Usual);
    }

    [Fact]
    public void Takes_no_term_below_nothing()
    {
        var curve = new WorkspaceCurve();
        curve.Observe(new RunShape(1, 100, 1, 1), 1_000);
        curve.Observe(new RunShape(1, 1_000, 1, 1), 900); // a larger call that took less: an arena that was there

        Assert.InRange(curve.Estimate(new RunShape(1, 1, 1, 1)), 900, 1_100);
        Assert.InRange(curve.Estimate(new RunShape(1, 100_000, 1, 1)), 900, 1_100);
    }

    [Fact]
    public void Never_estimates_less_than_what_was_seen() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt[]>(),
        numbers =>
        {
            var curve = new WorkspaceCurve();
            var seen = new List<(RunShape Shape, long Bytes)>();
            foreach (int number in numbers.Take(30).Select(one => one.Get))
            {
                seen.Add((new RunShape(number % 64, number % 7 * 100, number % 5 * 10, 1), number * 977L % 5_000 * 1_000));
                curve.Observe(seen[^1].Shape, seen[^1].Bytes);
            }

            return seen.TrueForAll(one => curve.Estimate(one.Shape) >= one.Bytes);
        }).QuickCheckThrowOnFailure();

    private static long True(RunShape shape) =>
        50_000_000 + (400L * shape.Series * shape.Context) + (900L * shape.Series * shape.Samples * shape.Horizon);
}
