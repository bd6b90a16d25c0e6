namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// What a model misses on one side again and again: naive from noon is too high at every midnight. The mean error of
/// each step moves the intervals, as far as it is more than the chance of n origins: all steps by the same share
/// λ = max(0, 1 − Σ v_k/(n−1) / Σ b_k²), terms relative to b_k² + v_k, where b_k is the mean error of a step and v_k
/// the variance around it.
/// Source: the positive-part estimator of James and Stein, Estimation with quadratic loss, Proc. 4th Berkeley
/// Symposium 1 (1961), with an estimated variance for each step.
/// </summary>
internal static class ErrorBias
{
    /// <summary>Takes the shrunken mean errors λ·b_k out of the errors, in place.</summary>
    /// <param name="origins">Origins.</param>
    /// <param name="sizes">Usual size a_k of the errors of each step, <c>(h)</c>; errors are summed relative to it.
    /// </param>
    /// <param name="independent">How many independent origins they are worth, n, more than 1.</param>
    /// <returns>λ·b_k, <c>(h)</c>, and λ.</returns>
    public static (double[] Bias, double Share) Remove(
        IReadOnlyList<PastErrors> origins, double[] sizes, double independent)
    {
        double[] bias = new double[sizes.Length];
        double[] squares = new double[sizes.Length];
        double[] masses = new double[sizes.Length];
        foreach (var origin in origins)
        {
            for (int k = 0; k < origin.Errors.Length; k++)
            {
                double error = ErrorSizes.Relative(origin.Errors[k], sizes[k]);
                bias[k] += origin.Weight * error;
                squares[k] += origin.Weight * error * error;
                masses[k] += origin.Weight;
            }
        }

        double signal = 0.0;
        double noise = 0.0;
        for (int k = 0; k < bias.Length; k++)
        {
            if (squares[k] > 0.0)
            {
                bias[k] /= masses[k];
                double share = Math.Min(1.0, bias[k] * bias[k] / (squares[k] / masses[k]));
                signal += share;
                noise += 1.0 - share;
            }
        }

        double lambda = signal > 0.0 ? Math.Max(0.0, 1.0 - noise / (independent - 1.0) / signal) : 0.0;
        for (int k = 0; k < bias.Length; k++)
        {
            bias[k] *= lambda * sizes[k];
        }

        foreach (var origin in origins)
        {
            for (int k = 0; k < origin.Errors.Length; k++)
            {
                origin.Errors[k] -= bias[k];
            }
        }

        return (bias, lambda);
    }
}
