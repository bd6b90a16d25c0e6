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
        var sums = new Sums(horizon);
        foreach (var origin in origins)
        {
            sums.Add(origin);
        }

        return Means(sums, new Sums(horizon));
    }

    /// <summary>
    /// For each origin the sizes that the others say, <c>(origins, h)</c>: those that are at least half a horizon away,
    /// or all but itself where none is.
    /// </summary>
    /// <param name="origins">Origins, oldest first.</param>
    /// <param name="horizon">Steps of a forecast, h.</param>
    public static double[][] OfOthers(IReadOnlyList<PastErrors> origins, int horizon)
    {
        var before = RunningSums(origins, horizon);
        var after = RunningSums([.. origins.Reverse()], horizon);
        double[][] sizes = new double[origins.Count][];
        int from = 0;
        int to = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            while (IsFar(origins[from], origins[i], horizon))
            {
                from++;
            }

            while (to < sizes.Length && !IsFar(origins[i], origins[to], horizon))
            {
                to++;
            }

            bool isAlone = from == 0 && to == sizes.Length;
            sizes[i] = isAlone ? Means(before[i], after[^(i + 2)]) : Means(before[from], after[sizes.Length - to]);
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

    private static bool IsFar(PastErrors earlier, PastErrors later, int horizon) =>
        2 * (later.Start - earlier.Start) >= horizon;

    /// <summary>Sums over the first 0, 1, 2 … of the origins.</summary>
    private static Sums[] RunningSums(IReadOnlyList<PastErrors> origins, int horizon)
    {
        var running = new Sums[origins.Count + 1];
        running[0] = new Sums(horizon);
        for (int i = 0; i < origins.Count; i++)
        {
            running[i + 1] = running[i].Copy();
            running[i + 1].Add(origins[i]);
        }

        return running;
    }

    private static double[] Means(Sums some, Sums others)
    {
        double[] sizes = new double[some.Magnitudes.Length];
        for (int k = 0; k < sizes.Length; k++)
        {
            double sum = 0.0;
            double mass = 0.0;
            for (int j = Math.Max(0, k - Reach); j <= Math.Min(sizes.Length - 1, k + Reach); j++)
            {
                sum += some.Magnitudes[j] + others.Magnitudes[j];
                mass += some.Masses[j] + others.Masses[j];
            }

            sizes[k] = mass > 0.0 ? sum / mass : 0.0;
        }

        return sizes;
    }

    /// <summary>Σ w·|e_k| and Σ w of each step.</summary>
    private sealed class Sums(int horizon)
    {
        public double[] Magnitudes { get; } = new double[horizon];

        public double[] Masses { get; } = new double[horizon];

        public void Add(PastErrors origin)
        {
            for (int k = 0; k < origin.Errors.Length; k++)
            {
                Magnitudes[k] += origin.Weight * Math.Abs(origin.Errors[k]);
                Masses[k] += origin.Weight;
            }
        }

        public Sums Copy()
        {
            var copy = new Sums(Magnitudes.Length);
            Magnitudes.CopyTo(copy.Magnitudes, 0);
            Masses.CopyTo(copy.Masses, 0);
            return copy;
        }
    }
}
