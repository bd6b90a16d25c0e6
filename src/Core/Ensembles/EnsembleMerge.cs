namespace Tollama.Core.Ensembles;

/// <summary>Merges the point forecasts of several models, step by step (contract/http-api §14.3).</summary>
public static class EnsembleMerge
{
    private const int Decimals = 8;
    private const int FewestForCutting = 3;

    /// <summary>The merged forecast, eight decimals.</summary>
    /// <param name="members">Forecasts of equal length, at least one.</param>
    /// <param name="weights">Weight of each member, above 0.</param>
    /// <param name="method">
    /// <c>mean</c>, <c>median</c>, <c>trimmed_mean</c> or <c>winsorized_mean</c>; the last two need three members and
    /// are the weighted mean below that.
    /// </param>
    public static double[] Merge(
        IReadOnlyList<ReadOnlyMemory<double>> members, IReadOnlyList<double> weights, string method)
    {
        var merged = new double[members[0].Length];
        var step = new (double Value, double Weight)[members.Count];
        for (int i = 0; i < merged.Length; i++)
        {
            for (int member = 0; member < step.Length; member++)
            {
                step[member] = (members[member].Span[i], weights[member]);
            }

            Array.Sort(step, static (a, b) => a.Value.CompareTo(b.Value));
            merged[i] = Math.Round(MergeStep(step, method), Decimals);
        }

        return merged;
    }

    /// <param name="step">Values in ascending order, with their weights.</param>
    /// <param name="method">Name of the method.</param>
    private static double MergeStep(Span<(double Value, double Weight)> step, string method)
    {
        if (method == "median")
        {
            return Median(step);
        }

        if (method == "mean" || step.Length < FewestForCutting)
        {
            return Mean(step);
        }

        int cut = Math.Max(1, step.Length / 10);
        if (method == "trimmed_mean")
        {
            return Mean(step[cut..^cut]);
        }

        for (int i = 0; i < cut; i++)
        {
            step[i].Value = step[cut].Value;
            step[^(i + 1)].Value = step[^(cut + 1)].Value;
        }

        return Mean(step);
    }

    private static double Mean(ReadOnlySpan<(double Value, double Weight)> step)
    {
        double sum = 0;
        double weights = 0;
        foreach (var (value, weight) in step)
        {
            sum += value * weight;
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>The smallest value up to which half of the weight lies.</summary>
    private static double Median(ReadOnlySpan<(double Value, double Weight)> step)
    {
        double total = 0;
        foreach (var (_, weight) in step)
        {
            total += weight;
        }

        double passed = 0;
        foreach (var (value, weight) in step)
        {
            passed += weight;
            if (passed >= total / 2)
            {
                return value;
            }
        }

        return step[^1].Value;
    }
}
