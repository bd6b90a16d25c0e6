namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// How many independent forecasts the past errors are worth. Origins less than half a horizon apart tell the same
/// twice, old ones count by their weights, and where a horizon's mean error follows the one before, there are fewer
/// still, by (1−ρ)/(1+ρ). Sources: Kish, Survey Sampling (1965), §11.7, for the weights; Bartlett, On the theoretical
/// specification and sampling properties of autocorrelated time-series, JRSS Suppl. 8 (1946), for ρ.
/// </summary>
internal static class IndependentOrigins
{
    private const double PerHorizon = 2.0;
    private const double StandardErrors = 1.5;
    private const double MostCorrelation = 0.9;
    private const double Fewest = 1.5;

    /// <summary>The number, at least 1.5.</summary>
    /// <param name="origins">Origins, oldest first.</param>
    /// <param name="sizes">Usual size a_k of the errors of each step, <c>(h)</c>.</param>
    /// <param name="count">Observations of the history.</param>
    public static double Count(IReadOnlyList<PastErrors> origins, double[] sizes, int count)
    {
        double weights = origins.Sum(o => o.Weight);
        double evenness = weights * weights / (origins.Count * origins.Sum(o => o.Weight * o.Weight));
        double horizons = (count - origins[0].Start) / (double)sizes.Length;

        // A correlation that chance can make over so many horizons is none.
        double chance = StandardErrors / Math.Sqrt(horizons);
        double rho = Math.Clamp(Correlation(origins, sizes, weights) - chance, 0.0, MostCorrelation);
        double apart = Math.Min(PerHorizon * horizons, origins.Count);
        return Math.Max(Fewest, apart * evenness * (1.0 - rho) / (1.0 + rho));
    }

    /// <summary>Of the mean errors of origins with those of the next origins a whole horizon later.</summary>
    private static double Correlation(IReadOnlyList<PastErrors> origins, double[] sizes, double weights)
    {
        double[] means = [.. origins.Select(o => ErrorSizes.RelativeMean(o, sizes))];
        double mean = origins.Zip(means, (o, m) => o.Weight * m).Sum() / weights;
        double variance = means.Average(m => (m - mean) * (m - mean));
        double covariance = 0.0;
        int pairs = 0;
        int next = 0;
        for (int i = 0; i < means.Length; i++)
        {
            while (next < means.Length && origins[next].Start < origins[i].Start + sizes.Length)
            {
                next++;
            }

            if (next < means.Length)
            {
                covariance += (means[i] - mean) * (means[next] - mean);
                pairs++;
            }
        }

        return pairs > 0 && variance > 0.0 ? covariance / pairs / variance : 0.0;
    }
}
