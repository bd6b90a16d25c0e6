namespace Tollama.Models.Baseline.Arima;

/// <summary>Differencing: ∇^d∇_m^D.</summary>
internal static class Differences
{
    /// <summary>The differenced series, <c>(n−d−Dm)</c>.</summary>
    public static double[] Of(ReadOnlySpan<double> y, int d, int seasonalD, int season)
    {
        double[] result = y.ToArray();
        for (int i = 0; i < seasonalD; i++)
        {
            result = AtLag(result, season);
        }

        for (int i = 0; i < d; i++)
        {
            result = AtLag(result, 1);
        }

        return result;
    }

    /// <summary>y_t − y_{t−lag}, <c>(n−lag)</c>.</summary>
    public static double[] AtLag(ReadOnlySpan<double> y, int lag)
    {
        double[] result = new double[Math.Max(0, y.Length - lag)];
        for (int t = 0; t < result.Length; t++)
        {
            result[t] = y[t + lag] - y[t];
        }

        return result;
    }

    /// <summary>δ₁, δ₂, … of (1−B)^d(1−B^m)^D = 1 − Σδ_jB^j.</summary>
    public static double[] Polynomial(int d, int seasonalD, int season)
    {
        double[] full = [];
        for (int i = 0; i < d; i++)
        {
            full = ArmaPolynomials.Expand([1.0], full, 1, -1.0);
        }

        for (int i = 0; i < seasonalD; i++)
        {
            full = ArmaPolynomials.Expand(full, [1.0], season, -1.0);
        }

        return full;
    }
}
