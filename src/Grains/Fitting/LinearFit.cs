namespace Tollama.Grains.Fitting;

/// <summary>
/// Least squares with factors that are not negative, for a handful of terms: every set of terms is fitted by the normal
/// equations, so that a factor that would be negative can be left out instead.
/// </summary>
/// <param name="Set">The terms that have a factor, a bit each.</param>
/// <param name="Factors">A factor for each term; 0 for those without.</param>
/// <param name="Loss">Sum of the squared errors.</param>
internal sealed record LinearFit(int Set, double[] Factors, double Loss)
{
    private const double Singular = 1e-9;

    /// <summary>The fit of every set of terms that the points tell apart and that needs no negative factor.</summary>
    /// <param name="points">What was measured; at least one.</param>
    /// <param name="terms">Terms of a point.</param>
    /// <param name="allowed">Terms that may have a factor, a bit each.</param>
    public static IEnumerable<LinearFit> All(IReadOnlyCollection<FitPoint> points, int terms, int allowed = -1)
    {
        for (int set = 1; set < 1 << terms; set++)
        {
            if ((set & ~allowed) == 0
                && Solve(points, set, terms) is { } factors
                && Array.TrueForAll(factors, factor => factor >= 0))
            {
                yield return new LinearFit(
                    set, factors, points.Sum(point => Math.Pow(point.Value - Value(factors, point.Terms), 2)));
            }
        }
    }

    /// <summary>The value at a point.</summary>
    public double At(double[] terms) => Value(Factors, terms);

    /// <summary>
    /// What tells how uncertain the value at a point x is: x'Cx is its variance in units of that of a measurement, with
    /// C = (X'X)⁻¹ over the fitted points X.
    /// </summary>
    /// <param name="points">What was fitted.</param>
    /// <returns>C, with zeros where a term has no factor.</returns>
    public double[,] Covariance(IReadOnlyCollection<FitPoint> points)
    {
        int terms = Factors.Length;
        int[] chosen = Chosen(Set, terms);
        double[] scales = Scales(points, chosen);
        double[,] covariance = new double[terms, terms];
        for (int column = 0; column < chosen.Length; column++)
        {
            double[,] equations = Normal(points, chosen, scales);
            equations[column, chosen.Length] = 1;
            Eliminate(equations, chosen.Length); // as it did when this was fitted
            for (int row = 0; row < chosen.Length; row++)
            {
                covariance[chosen[row], chosen[column]] =
                    equations[row, chosen.Length] / (scales[row] * scales[column]);
            }
        }

        return covariance;
    }

    private static double Value(double[] factors, double[] terms)
    {
        double value = 0;
        for (int i = 0; i < factors.Length; i++)
        {
            value += factors[i] * terms[i];
        }

        return value;
    }

    /// <summary>The factors; null where the points do not tell the terms of the set apart.</summary>
    private static double[]? Solve(IReadOnlyCollection<FitPoint> points, int set, int terms)
    {
        int[] chosen = Chosen(set, terms);
        double[] scales = Scales(points, chosen);
        double[,] equations = Normal(points, chosen, scales);
        foreach (var point in points)
        {
            for (int row = 0; row < chosen.Length; row++)
            {
                equations[row, chosen.Length] += point.Terms[chosen[row]] / scales[row] * point.Value;
            }
        }

        if (!Eliminate(equations, chosen.Length))
        {
            return null;
        }

        double[] factors = new double[terms];
        for (int row = 0; row < chosen.Length; row++)
        {
            factors[chosen[row]] = equations[row, chosen.Length] / scales[row];
        }

        return factors;
    }

    private static int[] Chosen(int set, int terms) =>
        [.. Enumerable.Range(0, terms).Where(term => (set & (1 << term)) != 0)];

    /// <summary>The largest value of each term, so that those of any size can be told from nothing.</summary>
    private static double[] Scales(IReadOnlyCollection<FitPoint> points, int[] chosen) =>
        [.. chosen.Select(term => points.Max(point => point.Terms[term]) is var most && most > 0 ? most : 1)];

    /// <summary>X'X, with a last column for the right side.</summary>
    private static double[,] Normal(IReadOnlyCollection<FitPoint> points, int[] chosen, double[] scales)
    {
        double[,] equations = new double[chosen.Length, chosen.Length + 1];
        foreach (var point in points)
        {
            for (int row = 0; row < chosen.Length; row++)
            {
                double value = point.Terms[chosen[row]] / scales[row];
                for (int column = 0; column < chosen.Length; column++)
                {
                    equations[row, column] += value * point.Terms[chosen[column]] / scales[column];
                }
            }
        }

        return equations;
    }

    private static bool Eliminate(double[,] equations, int size)
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            double diagonal = equations[pivot, pivot];
            if (Math.Abs(diagonal) < Singular)
            {
                return false;
            }

            for (int column = pivot; column <= size; column++)
            {
                equations[pivot, column] /= diagonal;
            }

            for (int row = 0; row < size; row++)
            {
                double factor = row == pivot ? 0 : equations[row, pivot];
                for (int column = pivot; column <= size; column++)
                {
                    equations[row, column] -= factor * equations[pivot, column];
                }
            }
        }

        return true;
    }
}
