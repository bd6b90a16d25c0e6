namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Whether a seasonal model is forecastible: old observations must lose their influence, that is, the roots of its
/// characteristic polynomial lie within the unit circle. Hyndman, Koehler, Ord, Snyder (2008), chapter 10.
/// </summary>
internal static class EtsAdmissibility
{
    private const double Radius = 1.0 + 1e-10;
    private const int LongestOnStack = 64;

    /// <summary>
    /// Tests the polynomial in z of degree m+1 with coefficients, constant first, φ(1−α−γ), α+β−αφ+γ−1, m−2 times
    /// α+β−αφ, α+β−φ, 1. Models without season or trend pass by the bounds of their parameters alone.
    /// </summary>
    public static bool IsForecastible(EtsForm form, in EtsWeights weights, int season)
    {
        if (!form.HasSeason || !form.HasTrend)
        {
            return true;
        }

        var (alpha, beta, gamma, phi) = weights;
        Span<double> c = season + 2 <= LongestOnStack ? stackalloc double[season + 2] : new double[season + 2];
        c[2..season].Fill(alpha + beta - alpha * phi);
        c[0] = phi * (1.0 - alpha - gamma);
        c[1] = alpha + beta - alpha * phi + gamma - 1.0;
        c[season] = alpha + beta - phi;
        c[season + 1] = 1.0;
        double power = 1.0;
        for (int i = 0; i < c.Length; i++)
        {
            c[i] *= power;
            power *= Radius;
        }

        return HasRootsInside(c);
    }

    /// <summary>
    /// The Schur–Cohn test: all roots lie inside the unit circle if and only if the constant is smaller than the
    /// leading
    /// coefficient in size and the same holds for (P(z) − k·z^d·P(1/z))/z, k = c₀/c_d, one degree lower. O(m²).
    /// </summary>
    private static bool HasRootsInside(Span<double> c)
    {
        while (c.Length > 1)
        {
            int degree = c.Length - 1;
            double k = c[0] / c[degree];
            if (!(Math.Abs(k) < 1.0))
            {
                return false;
            }

            c[degree] -= k * c[0];
            for (int j = 1; j <= degree - j; j++)
            {
                (c[j], c[degree - j]) = (c[j] - k * c[degree - j], c[degree - j] - k * c[j]);
            }

            c = c[1..];
        }

        return true;
    }
}
