using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Local regression against weighted least squares written out point by point.</summary>
public sealed class LocalRegressionTests
{
    /// <summary>Neighbourhoods inside the series, wider than it, and too wide for their weights to be kept.</summary>
    [Theory]
    [InlineData(60, 11, 0)]
    [InlineData(60, 11, 1)]
    [InlineData(60, 75, 1)]
    [InlineData(500, 401, 1)]
    public void Is_the_weighted_fit_of_the_neighbours(int count, int window, int degree)
    {
        double[] y = SearchRequest.Seasonal(count, 12);
        var smoother = new LocalRegression(window, degree, jump: 1, FitBudget.Unlimited);
        double[] smooth = new double[count];

        smoother.Smooth(y, smooth);

        for (int i = 1; i <= count; i++)
        {
            int left = window < count ? Math.Clamp(i - window / 2, 1, count - window + 1) : 1;
            int right = Math.Min(count, left + window - 1);
            Assert.Equal(WeightedFit(y, i, left, right, window, degree), smooth[i - 1], 1e-9);
        }
    }

    [Fact]
    public void Serves_series_of_different_lengths_in_turn()
    {
        var shared = new LocalRegression(15, 1, jump: 1, FitBudget.Unlimited);
        foreach (int count in (int[])[40, 9, 41, 9, 40])
        {
            double[] y = SearchRequest.Seasonal(count, 4);
            double[] expected = new double[count];
            double[] smooth = new double[count];
            new LocalRegression(15, 1, jump: 1, FitBudget.Unlimited).Smooth(y, expected);

            shared.Smooth(y, smooth);

            Assert.Equal(expected, smooth);
            Assert.Equal(WeightedFit(y, count + 1, 1, count, 15, 1), shared.FitAt(y, count + 1, 1, count)!.Value, 1e-9);
        }
    }

    /// <summary>The mean, or the line at <paramref name="i"/>, with tricube weights, by the normal equations.</summary>
    private static double WeightedFit(double[] y, int i, int left, int right, int window, int degree)
    {
        double reach = Math.Max(i - left, right - i) + (window > y.Length ? (window - y.Length) / 2 : 0);
        double s0 = 0, s1 = 0, s2 = 0, t0 = 0, t1 = 0;
        for (int j = left; j <= right; j++)
        {
            double r = Math.Abs(j - i) / reach;
            double w = r <= 0.001 ? 1 : r > 0.999 ? 0 : Math.Pow(1 - r * r * r, 3);
            s0 += w;
            s1 += w * (j - i);
            s2 += w * (j - i) * (j - i);
            t0 += w * y[j - 1];
            t1 += w * (j - i) * y[j - 1];
        }

        return degree == 0 ? t0 / s0 : (s2 * t0 - s1 * t1) / (s0 * s2 - s1 * s1);
    }
}
