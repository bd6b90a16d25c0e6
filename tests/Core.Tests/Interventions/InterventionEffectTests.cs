using Tollama.Core.Interventions;

namespace Tollama.Core.Tests.Interventions;

public sealed class InterventionEffectTests
{
    [Fact]
    public void Differences_are_observed_minus_expected()
    {
        var effect = new InterventionEffect("s", [21, 9], [58.6, 58.6]);

        Assert.Equal(-87.2, effect.TotalDelta, 9);
        Assert.Equal(43.6, effect.MeanAbsoluteDelta, 9);
        Assert.Equal(-290.6666666666667, effect.AverageDeltaPercent!.Value, 9);
        Assert.Equal("below_counterfactual", effect.Direction);
    }

    [Fact]
    public void Around_zero_there_is_no_percentage() =>
        Assert.Null(new InterventionEffect("s", [1, -1], [0, 0]).AverageDeltaPercent);

    [Theory]
    [InlineData(1e-10, "neutral")]
    [InlineData(1e-8, "above_counterfactual")]
    public void A_negligible_total_is_neutral(double difference, string direction) =>
        Assert.Equal(direction, new InterventionEffect("s", [5 + difference], [5]).Direction);
}
