namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// The polynomials of a seasonal ARMA model, expanded: y_t = Σφ_j y_{t−j} + e_t + Σθ_j e_{t−j}, signs as in R.
/// </summary>
/// <param name="Ar">φ₁, φ₂, … of φ(B)Φ(B^m).</param>
/// <param name="Ma">θ₁, θ₂, … of θ(B)Θ(B^m).</param>
internal readonly record struct ArmaPolynomials(double[] Ar, double[] Ma)
{
    /// <summary>
    /// Coefficients from partial autocorrelations: any numbers in (−1, 1) give a stationary φ, by the Durbin–Levinson
    /// recursion φ_{k,j} = φ_{k−1,j} − κ_k φ_{k−1,k−j}, φ_{k,k} = κ_k.
    /// Source: Monahan, A note on enforcing stationarity in autoregressive-moving average models, Biometrika 71 (1984).
    /// </summary>
    public static double[] FromPartial(ReadOnlySpan<double> partial)
    {
        double[] phi = partial.ToArray();
        for (int k = 1; k < phi.Length; k++)
        {
            StepUp(phi.AsSpan(0, k), phi[k]);
        }

        return phi;
    }

    /// <summary>
    /// Expands (1 − Σφ_jB^j)(1 − ΣΦ_jB^{jm}) with <paramref name="sign"/> −1, or the same with + for 1.
    /// </summary>
    public static double[] Expand(ReadOnlySpan<double> plain, ReadOnlySpan<double> seasonal, int season, double sign)
    {
        double[] full = new double[plain.Length + seasonal.Length * season];
        plain.CopyTo(full);
        for (int j = 1; j <= seasonal.Length; j++)
        {
            double factor = seasonal[j - 1];
            full[j * season - 1] += factor;
            for (int i = 1; i <= plain.Length; i++)
            {
                full[j * season + i - 1] += sign * factor * plain[i - 1];
            }
        }

        return full;
    }

    /// <summary>
    /// Whether every root of 1 − Σφ_jB^j is farther from the origin than a radius: the Schur–Cohn test, by running the
    /// Durbin–Levinson recursion backwards on φ_j·radius^j; all partial autocorrelations must stay below 1 in size.
    /// </summary>
    /// <param name="phi">Coefficients.</param>
    /// <param name="radius">Radius, raised to a power for polynomials in B^m.</param>
    public static bool HasRootsOutside(ReadOnlySpan<double> phi, double radius)
    {
        double[] scaled = phi.ToArray();
        double power = 1.0;
        for (int j = 0; j < scaled.Length; j++)
        {
            power *= radius;
            scaled[j] *= power;
        }

        for (int k = scaled.Length - 1; k >= 0; k--)
        {
            double partial = scaled[k];
            if (!(Math.Abs(partial) < 1.0))
            {
                return false;
            }

            StepDown(scaled.AsSpan(0, k), partial);
        }

        return true;
    }

    /// <summary>The weights ψ₀ = 1, ψ₁, … of y = ψ(B)e, <paramref name="count"/> of them.</summary>
    public double[] PsiWeights(int count)
    {
        double[] psi = new double[count];
        psi[0] = 1.0;
        for (int j = 1; j < count; j++)
        {
            double sum = j <= Ma.Length ? Ma[j - 1] : 0.0;
            for (int i = 1; i <= Math.Min(j, Ar.Length); i++)
            {
                sum += Ar[i - 1] * psi[j - i];
            }

            psi[j] = sum;
        }

        return psi;
    }

    /// <summary>
    /// Autocovariances γ_0 … γ_{count−1} of y for errors of variance 1. Those of the autoregression u alone come from
    /// its partial autocorrelations, γ_u(0) = Π 1/(1−κ²), without solving equations; y is the moving average of u.
    /// </summary>
    public double[] Autocovariances(int count)
    {
        int q = Ma.Length;
        double[] gamma = AutoregressionCovariances(count + q);
        double[] result = new double[count];
        for (int lag = -q; lag <= q; lag++)
        {
            double weight = 0.0;
            for (int i = Math.Max(0, -lag); i + Math.Max(0, lag) <= q && i <= q; i++)
            {
                weight += Theta(i) * Theta(i + lag);
            }

            for (int k = 0; k < count && weight != 0.0; k++)
            {
                result[k] += weight * gamma[Math.Abs(k + lag)];
            }
        }

        return result;
    }

    private double Theta(int i) => i == 0 ? 1.0 : i > 0 && i <= Ma.Length ? Ma[i - 1] : 0.0;

    private double[] AutoregressionCovariances(int count)
    {
        int p = Ar.Length;
        double[] phi = [.. Ar]; // order k in its first k elements, the partial autocorrelations κ after them
        double variance = 1.0;
        for (int k = p; k > 0; k--)
        {
            double partial = phi[k - 1];
            variance /= 1.0 - partial * partial;
            StepDown(phi.AsSpan(0, k - 1), partial);
        }

        double[] gamma = new double[Math.Max(count, p + 1)];
        gamma[0] = variance;
        double error = variance;
        for (int k = 1; k < gamma.Length; k++)
        {
            // Inside the order the recursion of order k−1 predicts γ_k, and κ_k times the error is what it misses.
            int order = Math.Min(k - 1, p);
            double sum = 0.0;
            for (int j = 1; j <= order; j++)
            {
                sum += phi[j - 1] * gamma[k - j];
            }

            if (k <= p)
            {
                double partial = phi[k - 1];
                sum += partial * error;
                error *= 1.0 - partial * partial;
                StepUp(phi.AsSpan(0, k - 1), partial);
            }

            gamma[k] = sum;
        }

        return gamma;
    }

    /// <summary>The inverse of <see cref="StepDown"/>: φ_{k,j} = φ_{k−1,j} − κφ_{k−1,k−j}, in place.</summary>
    private static void StepUp(Span<double> phi, double partial)
    {
        for (int i = 0, j = phi.Length - 1; i <= j; i++, j--)
        {
            (phi[i], phi[j]) = (phi[i] - partial * phi[j], phi[j] - partial * phi[i]);
        }
    }

    /// <summary>φ of one order less: φ_{k−1,j} = (φ_{k,j} + κφ_{k,k−j})/(1−κ²), in place.</summary>
    private static void StepDown(Span<double> phi, double partial)
    {
        double scale = 1.0 / (1.0 - partial * partial);
        for (int i = 0, j = phi.Length - 1; i <= j; i++, j--)
        {
            (phi[i], phi[j]) = ((phi[i] + partial * phi[j]) * scale, (phi[j] + partial * phi[i]) * scale);
        }
    }
}
