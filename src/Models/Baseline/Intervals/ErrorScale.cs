namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// How large the errors of a series were lately, compared with its usual ones: calm and unrest come in spells. At a
/// time t it is the mean of |e_{o,k}|/a_k over the errors that were known then, an origin weighing half as much every
/// four horizons, with one horizon of usual errors (1) added. Errors divided by it are alike over the history, as
/// the exponentially weighted volatility of RiskMetrics (J.P. Morgan, Technical Document, 4th ed., 1996, §5.2) makes
/// returns alike; dividing conformal scores so is Lei et al., Distribution-free predictive inference for regression,
/// JASA 113 (2018), §5.2.
/// </summary>
internal static class ErrorScale
{
    private const double HalfLifeHorizons = 4.0;
    private const double PriorHorizons = 1.0;
    private const double Least = 0.05;

    /// <summary>Takes the errors of every origin to what they would be at the end of the history, in place.</summary>
    /// <param name="origins">Origins, oldest first.</param>
    /// <param name="sizes">Usual size a_k of the errors of each step, <c>(h)</c>.</param>
    /// <param name="count">Observations of the history.</param>
    public static void ToPresent(IReadOnlyList<PastErrors> origins, double[] sizes, int count)
    {
        // Sums of relative sizes up to each step: what of an origin's errors was known at a time is a prefix.
        double[][] sums = [.. origins.Select(origin => RelativeSums(origin, sizes))];
        double[] scales = [.. origins.Select(origin => At(origin.Start, origins, sums, sizes.Length))];
        double now = At(count, origins, sums, sizes.Length);
        for (int i = 0; i < scales.Length; i++)
        {
            origins[i].Rescale(now / scales[i]);
        }
    }

    private static double At(int time, IReadOnlyList<PastErrors> origins, double[][] sums, int horizon)
    {
        double sum = PriorHorizons;
        double mass = PriorHorizons;
        for (int i = 0; i < sums.Length && origins[i].Start < time; i++)
        {
            int age = time - origins[i].Start;
            int known = Math.Min(sums[i].Length, age);
            double weight = Math.Pow(0.5, age / (HalfLifeHorizons * horizon)) / horizon;
            sum += weight * sums[i][known - 1];
            mass += weight * known;
        }

        return Math.Max(sum / mass, Least);
    }

    private static double[] RelativeSums(PastErrors origin, double[] sizes)
    {
        double[] sums = new double[origin.Errors.Length];
        double sum = 0.0;
        for (int k = 0; k < sums.Length; k++)
        {
            sum += sizes[k] > 0.0 ? Math.Abs(origin.Errors[k]) / sizes[k] : 0.0;
            sums[k] = sum;
        }

        return sums;
    }
}
