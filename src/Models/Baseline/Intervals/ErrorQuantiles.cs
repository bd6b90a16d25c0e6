using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Weighted quantiles of the relative errors e_{o,k}/a_k, where a_k is the size that the other origins say step k has:
/// those that are at least half a horizon away, as far as there are any. What few errors leave unknown of a_k is so in
/// the quantiles. They are drawn towards those of a symmetric distribution: which of its tails is the longer one, a
/// sample of few independent errors says by chance.
/// Source: Barber, Candès, Ramdas, Tibshirani, Predictive inference with the jackknife+, Annals of Statistics 49
/// (2021), for leaving out; here a block of origins, because neighbours err alike.
/// </summary>
internal sealed class ErrorQuantiles
{
    private const double LeastShare = 0.25;

    private readonly double[] _errors;
    private readonly double[] _errorMasses;
    private readonly double[] _magnitudes;
    private readonly double[] _magnitudeMasses;

    /// <summary>Sorts the errors of all origins and steps.</summary>
    /// <param name="origins">Origins, at least one with an error.</param>
    /// <param name="sizes">Size a_k of the errors of each step, <c>(h)</c>.</param>
    public ErrorQuantiles(IReadOnlyList<PastErrors> origins, double[] sizes)
    {
        int count = origins.Sum(o => o.Errors.Length);
        _errors = new double[count];
        _errorMasses = new double[count];
        int i = 0;
        foreach (var (origin, others) in origins.Zip(ErrorSizes.OfOthers(origins, sizes.Length)))
        {
            for (int k = 0; k < origin.Errors.Length; k++, i++)
            {
                _errors[i] = ErrorSizes.Relative(origin.Errors[k], Math.Max(others[k], LeastShare * sizes[k]));
                _errorMasses[i] = origin.Weight;
            }
        }

        _magnitudes = new double[count];
        TensorPrimitives.Abs(_errors, _magnitudes);
        _magnitudeMasses = [.. _errorMasses];
        SortAndSum(_errors, _errorMasses);
        SortAndSum(_magnitudes, _magnitudeMasses);
    }

    /// <summary>The quantile of a level, between 0 and 1.</summary>
    /// <param name="level">The level.</param>
    /// <param name="symmetry">1 for the quantile of ± the magnitudes, 0 for that of the errors.</param>
    public double At(double level, double symmetry)
    {
        double magnitude = Quantile(_magnitudes, _magnitudeMasses, Math.Abs(2.0 * level - 1.0));
        return (1.0 - symmetry) * Quantile(_errors, _errorMasses, level)
            + symmetry * Math.Sign(level - 0.5) * magnitude;
    }

    /// <summary>Sorts values, and makes of their weights the sums up to each.</summary>
    private static void SortAndSum(double[] values, double[] masses)
    {
        Array.Sort(values, masses);
        for (int i = 1; i < masses.Length; i++)
        {
            masses[i] += masses[i - 1];
        }
    }

    private static double Quantile(double[] values, double[] masses, double level)
    {
        int at = Array.BinarySearch(masses, level * masses[^1]);
        return values[Math.Min(at < 0 ? ~at : at, values.Length - 1)];
    }
}
