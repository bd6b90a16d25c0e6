using Tollama.Models.Baseline.Arima;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Autocovariances of ARMA processes.</summary>
public sealed class ArmaPolynomialsTests
{
    /// <summary>The Yule–Walker equations: γ_k = Σφ_jγ_{k−j}, and γ_0 one more, the variance of the errors.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(60)]
    public void Autocovariances_obey_the_recursion_of_the_process(int order)
    {
        double[] phi = Autoregression(order);

        double[] gamma = new ArmaPolynomials(phi, []).Autocovariances(2 * order + 3);

        for (int k = 0; k < gamma.Length; k++)
        {
            double expected = (k == 0 ? 1.0 : 0.0) + phi.Select((c, j) => c * gamma[Math.Abs(k - j - 1)]).Sum();
            Assert.Equal(expected, gamma[k], 1e-10 * gamma[0]);
        }
    }

    [Fact]
    public void Autocovariances_take_memory_in_proportion_to_the_lags()
    {
        var model = new ArmaPolynomials(Autoregression(ArimaBounds.MostLags), []);
        model.Autocovariances(1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        double[] gamma = model.Autocovariances(ArimaBounds.MostLags);

        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(taken, sizeof(double) * gamma.Length, 10 * sizeof(double) * gamma.Length);
    }

    /// <summary>A stationary one, from partial autocorrelations.</summary>
    private static double[] Autoregression(int order)
    {
        var random = new Random(order);
        return ArmaPolynomials.FromPartial(
            [.. Enumerable.Range(0, order).Select(k => (random.NextDouble() - 0.4) / (1 + (0.2 * k)))]);
    }
}
