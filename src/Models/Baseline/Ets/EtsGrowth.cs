namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Whether the trend beside a season is in the data or only in the likelihood. Shocks ℓ_t − q_t to the level must
/// average out: forecasts of a model whose innovations have another mean than zero are biased (Hyndman &amp;
/// Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.4), and a trend without damping carries that bias
/// through the whole horizon. Least squares sees to it for additive errors (the normal equation of b₀). Relative errors
/// weigh an observation by 1/μ², the troughs of a season most: a growth that lifts those may raise the likelihood by
/// far more than a parameter costs, though the level never rose by it.
/// </summary>
/// <remarks>
/// Without season there are no such troughs, and what looks like growth is the way back from a low level, which serves
/// short horizons: on the M4 competition's weekly series the rule would cost 3 % of the error.
/// </remarks>
internal static class EtsGrowth
{
    private const double StandardErrors = 3.0;

    /// <summary>
    /// True unless the level's rise differs from the sum of its growth by more than three standard errors ασ√Σw_t²,
    /// where a relative error e moves the level by αw·e: w = q with multiplicative seasons, μ with additive ones.
    /// </summary>
    /// <param name="form">Which model.</param>
    /// <param name="weights">Smoothing parameters.</param>
    /// <param name="path">What <see cref="EtsFilter.Run"/> left.</param>
    /// <param name="sigma2">Variance of the errors.</param>
    /// <param name="count">Number of observations.</param>
    public static bool IsBorneOut(EtsForm form, in EtsWeights weights, EtsPath path, double sigma2, int count)
    {
        if (form.Error == EtsComponent.Additive || !form.HasTrend || form.IsDamped || !form.HasSeason)
        {
            return true;
        }

        double shocks = 0.0;
        double squares = 0.0;
        for (int t = 0; t < count; t++)
        {
            var (q, _) = EtsFilter.Advance(form.Trend, weights.Phi, path.Level[t], path.Growth[t]);
            double w = form.Season == EtsComponent.Multiplicative ? q : path.Mean[t];
            shocks += path.Level[t + 1] - q;
            squares += w * w;
        }

        return Math.Abs(shocks) <= StandardErrors * weights.Alpha * Math.Sqrt(sigma2 * squares);
    }
}
