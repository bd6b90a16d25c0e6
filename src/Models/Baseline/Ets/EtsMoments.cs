namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Means and variances of the forecast distribution in closed form, for the models that have them.
/// Source: Hyndman, Koehler, Ord, Snyder (2008), chapter 6, tables 6.1 and 6.2 (classes 1, 2 and 3).
/// </summary>
internal static class EtsMoments
{
    /// <summary>
    /// The path with all future errors zero: the mean of every model whose errors enter linearly, <c>(h)</c>.
    /// </summary>
    public static double[] ZeroErrorPath(EtsFit fit, int horizon)
    {
        double[] mean = new double[horizon];
        double level = fit.Level;
        double growth = fit.Growth;
        for (int k = 1; k <= horizon; k++)
        {
            (level, double step) = EtsFilter.Advance(fit.Form.Trend, fit.Weights.Phi, level, growth);
            growth = fit.Form.HasTrend ? step : growth;
            mean[k - 1] = fit.Form.Season switch
            {
                EtsComponent.Additive => level + fit.Seasonal(k),
                EtsComponent.Multiplicative => level * fit.Seasonal(k),
                _ => level,
            };
        }

        return mean;
    }

    /// <summary>
    /// Standard deviations of class 1 (additive errors: σ_k² = σ²(1+Σ_{j&lt;k} c_j²)) and class 2 (multiplicative
    /// errors on additive parts: θ_k = μ_k² + σ²Σ_{j&lt;k} c_j²θ_{k−j}, σ_k² = (1+σ²)θ_k − μ_k²), <c>(h)</c>.
    /// </summary>
    public static double[] LinearDeviations(EtsFit fit, double[] mean)
    {
        double[] c = ShockWeights(fit, mean.Length);
        double[] deviations = new double[mean.Length];
        bool isRelative = fit.Form.Error == EtsComponent.Multiplicative;
        double[] theta = new double[mean.Length];
        double squares = 0.0;
        for (int k = 0; k < mean.Length; k++)
        {
            if (!isRelative)
            {
                deviations[k] = Math.Sqrt(fit.Sigma2 * (1.0 + squares));
                squares += c[k] * c[k];
                continue;
            }

            double sum = 0.0;
            for (int j = 1; j <= k; j++)
            {
                sum += c[j - 1] * c[j - 1] * theta[k - j];
            }

            theta[k] = mean[k] * mean[k] + fit.Sigma2 * sum;
            deviations[k] = Math.Sqrt(Math.Max(0.0, (1.0 + fit.Sigma2) * theta[k] - mean[k] * mean[k]));
        }

        return deviations;
    }

    /// <summary>
    /// Mean and standard deviation of class 3 (multiplicative errors and season, additive or no trend), <c>(h)</c>
    /// each. The book's recursion is on the product of trend state x and season vector s: M = E[x·sᵀ], V = Var(vec M).
    /// Since the seasons only move on by one place, block (i, j) of V follows from block (i−1, j−1) alone, and the
    /// forecast reads the last diagonal block: the m diagonal blocks are enough, O(m) a step.
    /// </summary>
    public static (double[] Mean, double[] Deviations) Class3(EtsFit fit, int horizon)
    {
        int m = fit.Seasonals.Length;
        var model = new Class3Trend(fit);
        var means = new (double Level, double Growth)[m];
        var variances = new Symmetric2[m];
        for (int i = 0; i < m; i++)
        {
            // Newest season first, so the next step's is the last.
            double s = fit.Seasonals[m - 1 - i];
            means[i] = (fit.Level * s, fit.Growth * s);
        }

        double[] mean = new double[horizon];
        double[] deviations = new double[horizon];
        for (int k = 0; k < horizon; k++)
        {
            double mu = model.Observe(means[m - 1]);
            mean[k] = mu;
            double variance = (1.0 + fit.Sigma2) * model.Observe(variances[m - 1]) + fit.Sigma2 * mu * mu;
            deviations[k] = Math.Sqrt(Math.Max(0.0, variance));
            Move(model, means, variances);
        }

        return (mean, deviations);
    }

    private static void Move(Class3Trend model, (double Level, double Growth)[] means, Symmetric2[] variances)
    {
        int m = means.Length;
        var oldest = means[m - 1];
        var oldestVariance = variances[m - 1];
        for (int i = m - 1; i > 0; i--)
        {
            variances[i] = model.Move(variances[i - 1], means[i - 1], isNewest: false);
            means[i] = model.Move(means[i - 1], isNewest: false);
        }

        variances[0] = model.Move(oldestVariance, oldest, isNewest: true);
        means[0] = model.Move(oldest, isNewest: true);
    }

    /// <summary>The weight c_j of a shock j steps ago: α, α+βj or α+βΣφ^i, plus γ where j is a multiple of m.</summary>
    private static double[] ShockWeights(EtsFit fit, int horizon)
    {
        double[] c = new double[horizon];
        double power = 1.0;
        double sum = 0.0;
        for (int j = 1; j <= horizon; j++)
        {
            power *= fit.Weights.Phi;
            sum += power;
            c[j - 1] = fit.Weights.Alpha + fit.Weights.Beta * sum;
            if (fit.Form.HasSeason && j % fit.Seasonals.Length == 0)
            {
                c[j - 1] += fit.Weights.Gamma;
            }
        }

        return c;
    }
}
