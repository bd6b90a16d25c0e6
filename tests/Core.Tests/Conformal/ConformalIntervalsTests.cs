using System.Text.Json;
using Tollama.Core.Conformal;

namespace Tollama.Core.Tests.Conformal;

public sealed class ConformalIntervalsTests
{
    [Fact]
    public void Intervals_are_those_of_the_vectors() => VectorCases.ForEach("conformal", item =>
    {
        var intervals = ConformalIntervals.Calibrate(
            VectorCases.Numbers(item.GetProperty("actuals")),
            VectorCases.Numbers(item.GetProperty("predictions")),
            item.GetProperty("coverage").GetDouble(),
            VectorCases.Text(item, "method") == "adaptive");
        double[] mean = VectorCases.Numbers(item.GetProperty("mean"));

        Assert.Equal(item.GetProperty("q_hat").GetDouble(), intervals.Quantile, 9);
        var expected = item.GetProperty("intervals");
        Close(expected.GetProperty(intervals.LowerKey), [.. mean.Select(value => intervals.Around(value).Lower)]);
        Close(expected.GetProperty(intervals.UpperKey), [.. mean.Select(value => intervals.Around(value).Upper)]);
    });

    [Theory]
    [InlineData(0.75, "0.12", "0.88")]
    [InlineData(0.95, "0.03", "0.97")]
    [InlineData(0.999, "0.00", "1.00")]
    public void Keys_are_rounded_as_the_original_prints_them(double coverage, string lower, string upper)
    {
        var intervals = ConformalIntervals.Calibrate([1.0], [2.0], coverage, isAdaptive: false);

        Assert.Equal((lower, upper), (intervals.LowerKey, intervals.UpperKey));
    }

    [Fact]
    public void Enough_of_the_past_lies_within_its_own_intervals()
    {
        double[] predictions = [.. Enumerable.Range(0, 99).Select(i => (double)i)];
        double[] actuals = [.. predictions.Select(value => value + (Math.Sin(value * 7) * 3))];

        var intervals = ConformalIntervals.Calibrate(actuals, predictions, 0.9, isAdaptive: false);

        int inside = predictions.Where((value, i) =>
            actuals[i] >= intervals.Around(value).Lower && actuals[i] <= intervals.Around(value).Upper).Count();
        Assert.InRange(inside, 89, 92);
    }

    private static void Close(JsonElement expected, double[] actual)
    {
        double[] numbers = VectorCases.Numbers(expected);
        Assert.Equal(numbers.Length, actual.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(numbers[i], actual[i], 9);
        }
    }
}
