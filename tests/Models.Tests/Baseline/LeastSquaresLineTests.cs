using Tollama.Models.Baseline.Decomposition;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The line that starts searches and that the theta models bend.</summary>
public sealed class LeastSquaresLineTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1e12)]
    public void Finds_a_line_however_far_from_zero_it_lies(double height)
    {
        double[] y = [.. Enumerable.Range(1, 11).Select(t => height + 3.0 * t)];

        var (intercept, slope) = LeastSquaresLine.Of(y);

        Assert.Equal(3.0, slope, 1e-12);
        Assert.Equal(height, intercept, 1e-15 * height + 1e-12);
    }

    [Fact]
    public void A_single_value_has_no_slope() => Assert.Equal((7.0, 0.0), LeastSquaresLine.Of([7.0]));
}
