using Tollama.Core.Trust;

namespace Tollama.Core.Tests.Trust;

public sealed class CalibrationTests
{
    [Fact]
    public void Error_and_bias_are_those_of_the_definition()
    {
        var calibration = Calibration.Of("a", [Outcome(0.81, 1), Outcome(0.89, 0), Outcome(0.2, 0.4)]);

        Assert.Equal((-0.19 + 0.89 - 0.2) / 3, calibration.MeanBias, 12);
        Assert.Equal((2.0 / 3 * Math.Abs(0.85 - 0.5)) + (1.0 / 3 * 0.2), calibration.Error, 12);
        Assert.Empty(calibration.Adjustments);
    }

    [Fact]
    public void A_component_that_rises_with_better_outcomes_gains_weight()
    {
        var outcomes = Enumerable.Range(0, 6)
            .Select(i => Outcome(0.5, i / 5.0, ("up", i), ("down", -i), ("flat", 1)))
            .ToList();

        var adjustments = Calibration.Of("a", outcomes).Adjustments;

        Assert.Equal(1.5, adjustments["up"], 12);
        Assert.Equal(0.5, adjustments["down"], 12);
        Assert.Equal(1, adjustments["flat"], 12);
    }

    [Theory]
    [InlineData(new[] { 0.2, 0.2 }, "stable")]
    [InlineData(new[] { 0.2, 0.2, 0.2, 0.9, 0.9, 0.9 }, "improving")]
    [InlineData(new[] { 0.9, 0.9, 0.9, 0.7, 0.7, 0.7 }, "declining")]
    [InlineData(new[] { 0.9, 0.1, 0.5 }, "stable")]
    public void The_trend_compares_the_last_three_with_those_before(double[] scores, string trend) =>
        Assert.Equal(trend, TrustHistory.Of([.. scores.Select(score =>
            new TrustRecord("a", "d", score, "GREEN", null, DateTimeOffset.UnixEpoch))]).Trend);

    private static TrustOutcome Outcome(
        double predicted,
        double actual,
        params (string Name, double Score)[] components) =>
        new(
            "a",
            "d",
            predicted,
            actual,
            components.ToDictionary(item => item.Name, item => item.Score),
            DateTimeOffset.UnixEpoch);
}
