using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>How large past errors were, step by step.</summary>
internal static class ErrorSizes
{
    private const int Reach = 1;

    /// <summary>
    /// Weighted mean size a_k of the errors of each step and the one beside it on either side, <c>(h)</c>.
    /// </summary>
    public static double[] Of(IReadOnlyList<PastErrors> origins, int horizon)
    {
        double[] sums = new double[horizon];
        double[] masses = new double[horizon];
        foreach (var origin in origins)
        {
            for (int k = 0; k < origin.Errors.Length; k++)
            {
                sums[k] += origin.Weight * Math.Abs(origin.Errors[k]);
                masses[k] += origin.Weight;
            }
        }

        double[] sizes = new double[horizon];
        for (int k = 0; k < horizon; k++)
        {
            int first = Math.Max(0, k - Reach);
            int count = Math.Min(horizon, k + Reach + 1) - first;
            double mass = TensorPrimitives.Sum<double>(masses.AsSpan(first, count));
            sizes[k] = mass > 0.0 ? TensorPrimitives.Sum<double>(sums.AsSpan(first, count)) / mass : 0.0;
        }

        return sizes;
    }

    /// <summary>Mean of |e_{o,k}|/a_k over the steps of an origin.</summary>
    public static double RelativeSize(PastErrors origin, double[] sizes)
    {
        double sum = 0.0;
        for (int k = 0; k < origin.Errors.Length; k++)
        {
            sum += Math.Abs(Relative(origin.Errors[k], sizes[k]));
        }

        return sum / origin.Errors.Length;
    }

    /// <summary>e/a; 0 where no error was ever made.</summary>
    public static double Relative(double error, double size) => size > 0.0 ? error / size : 0.0;
}
