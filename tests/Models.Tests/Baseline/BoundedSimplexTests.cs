using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The simplex search inside a box.</summary>
public sealed class BoundedSimplexTests
{
    [Fact]
    public void Finds_the_lowest_point_inside()
    {
        double[] x = Minimise(p => Math.Pow(p[0] - 0.3, 2) + 3 * Math.Pow(p[1] - 0.6, 2), [0.9, 0.1]);

        Assert.Equal(0.3, x[0], 1e-3);
        Assert.Equal(0.6, x[1], 1e-3);
    }

    [Fact]
    public void Stays_inside_and_finds_a_lowest_point_on_a_bound()
    {
        double[] x = Minimise(
            p =>
            {
                Assert.All(p, value => Assert.InRange(value, 0.0, 1.0));
                return (p[0] - 2.0) * (p[0] - 2.0) + p[1];
            },
            [0.5, 0.5]);

        Assert.Equal(1.0, x[0], 1e-3);
        Assert.Equal(0.0, x[1], 1e-3);
    }

    [Fact]
    public void Leaves_points_where_the_criterion_is_not_defined()
    {
        double[] x = Minimise(p => p[0] < 0.4 ? double.NaN : p[0] + p[1], [0.6, 0.6]);

        Assert.InRange(x[0], 0.4, 0.41);
    }

    private static double[] Minimise(Func<double[], double> criterion, double[] start) => BoundedSimplex.Minimise(
        criterion, start, [0.0, 0.0], [1.0, 1.0], tolerance: 1e-10, maximumSteps: 1000, FitBudget.Unlimited);
}
