using System.Numerics;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Where a model is forecastible: old observations must lose their influence, that is, the roots of its characteristic
/// polynomial lie within the unit circle. Hyndman, Koehler, Ord, Snyder (2008), chapter 10. With α, γ and φ in their
/// bounds that limits β alone, and from below every β up to the limit is admissible, so that searches may measure β as
/// a share of it and slide along the edge. Models without season or trend are limited by β ≤ α.
/// </summary>
internal static class EtsAdmissibility
{
    private const double Radius = 1.0 + 1e-10;
    private const double Precision = 1e-12;
    private const int NewtonSteps = 3;
    private const int LongestOnStack = 64;

    /// <summary>The largest admissible β ≤ α.</summary>
    /// <param name="form">Which model.</param>
    /// <param name="weights">α, γ and φ; β is not looked at.</param>
    /// <param name="season">Season length m.</param>
    public static BetaLimit Largest(EtsForm form, in EtsWeights weights, int season)
    {
        var highest = weights with { Beta = weights.Alpha };
        Span<double> c = season + 2 <= LongestOnStack ? stackalloc double[season + 2] : new double[season + 2];
        if (!form.HasSeason || !form.HasTrend || IsInside(highest, c, out double cosine))
        {
            return new BetaLimit(weights.Alpha, 1.0, 0.0, 0.0);
        }

        double inside = EtsWeights.Lowest;
        double outside = weights.Alpha;
        while (outside - inside > Precision)
        {
            double middle = 0.5 * (inside + outside);
            if (IsInside(weights with { Beta = middle }, c, out double angle))
            {
                (inside, cosine) = (middle, angle);
            }
            else
            {
                outside = middle;
            }
        }

        return Edge(weights with { Beta = inside }, season, cosine);
    }

    /// <summary>
    /// The test of Schur and Cohn: all roots lie inside the unit circle if and only if the constant is smaller than the
    /// leading coefficient in size, k = c₀/c_d, and the same holds for (P(z) − k·z^d·P(1/z))/z, one degree lower.
    /// O(m²).
    /// </summary>
    /// <param name="weights">Smoothing parameters.</param>
    /// <param name="c">Scratch, <c>(m+2)</c>.</param>
    /// <param name="cosine">
    /// cos θ of the pair e^{±iθ} that leaves first: roots on the circle stay roots down to degree 2.
    /// </param>
    private static bool IsInside(in EtsWeights weights, Span<double> c, out double cosine)
    {
        FillPolynomial(weights, c);
        cosine = 1.0;
        while (c.Length > 1)
        {
            int degree = c.Length - 1;
            double k = c[0] / c[degree];
            if (!(Math.Abs(k) < 1.0))
            {
                return false;
            }

            if (degree == 2)
            {
                cosine = Math.Clamp(-0.5 * c[1] / c[2], -1.0, 1.0);
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

    /// <summary>
    /// Coefficients, constant first: φ(1−α−γ), α+β−αφ+γ−1, m−2 times α+β−αφ, α+β−φ, 1; in z/(1+1e-10).
    /// </summary>
    private static void FillPolynomial(in EtsWeights weights, Span<double> c)
    {
        var (alpha, beta, gamma, phi) = weights;
        c[2..^2].Fill(alpha + beta - alpha * phi);
        c[0] = phi * (1.0 - alpha - gamma);
        c[1] = alpha + beta - alpha * phi + gamma - 1.0;
        c[^2] = alpha + beta - phi;
        c[^1] = 1.0;
        double power = 1.0;
        for (int i = 0; i < c.Length; i++)
        {
            c[i] *= power;
            power *= Radius;
        }
    }

    /// <summary>
    /// The limit with its derivatives: on the edge a root stays on the circle, Re(z̄·dz) = 0, where
    /// P_z·dz = −(P_β·dβ + P_x·dx) for x = α, γ, φ.
    /// </summary>
    private static BetaLimit Edge(in EtsWeights weights, int season, double cosine)
    {
        // The root of the last pair, or a real one: whichever is nearest to a zero of the polynomial.
        Complex[] candidates =
        [
            new Complex(cosine, Math.Sqrt(1.0 - cosine * cosine)), Complex.One, -Complex.One,
        ];
        var root = candidates[0];
        var at = Slopes(weights, season, root);
        foreach (var candidate in candidates.AsSpan(1))
        {
            var other = Slopes(weights, season, candidate);
            if (other.Value.Magnitude < at.Value.Magnitude)
            {
                (root, at) = (candidate, other);
            }
        }

        // The test's reduction loses digits; Newton's method on the polynomial itself gives them back.
        for (int i = 0; i < NewtonSteps && at.ByRoot != Complex.Zero; i++)
        {
            root -= at.Value / at.ByRoot;
            at = Slopes(weights, season, root);
        }

        var turn = Complex.Conjugate(root) / at.ByRoot;
        double byBeta = (turn * at.ByBeta).Real;
        return new BetaLimit(
            weights.Beta,
            -(turn * at.ByAlpha).Real / byBeta,
            -(turn * at.ByGamma).Real / byBeta,
            -(turn * at.ByPhi).Real / byBeta);
    }

    private static PolynomialSlopes Slopes(in EtsWeights weights, int season, Complex z)
    {
        var (alpha, beta, gamma, phi) = weights;
        double inner = alpha + beta - alpha * phi;
        var power = Complex.One;
        var powers = Complex.Zero; // z + … + z^{m−1}
        var weighted = Complex.Zero; // 1 + 2z + … + (m−1)z^{m−2}
        for (int i = 1; i < season; i++)
        {
            weighted += i * power;
            power *= z;
            powers += power;
        }

        var last = power * z; // z^m
        return new PolynomialSlopes(
            phi * (1.0 - alpha - gamma) + (gamma - 1.0) * z + inner * powers + (alpha + beta - phi) * last + last * z,
            gamma - 1.0 + inner * weighted + (alpha + beta - phi) * season * power + (season + 1) * last,
            (1.0 - phi) * powers + last - phi,
            powers + last,
            z - phi,
            1.0 - alpha - gamma - alpha * powers - last);
    }

    /// <summary>P(z) and its derivatives.</summary>
    private readonly record struct PolynomialSlopes(
        Complex Value, Complex ByRoot, Complex ByAlpha, Complex ByBeta, Complex ByGamma, Complex ByPhi);
}
