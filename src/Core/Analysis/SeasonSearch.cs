namespace Tollama.Core.Analysis;

/// <summary>
/// Finds season lengths as peaks of the correlation of a series with its own past (contract/http-api §13).
/// </summary>
public static class SeasonSearch
{
    /// <summary>Fewest values for an answer.</summary>
    public const int MinimumLength = 8;

    /// <summary>Shortest season that is looked for.</summary>
    public const int MinimumLag = 2;

    private const double Threshold = 0.3;

    // Products up to which each lag is summed on its own; beyond, all lags come from one transform.
    private const long DirectLimit = 100_000_000;

    /// <summary>Season lengths in ascending order; empty with fewer than eight values.</summary>
    /// <param name="values">The series.</param>
    /// <param name="maximumLag">Longest lag to look at, at least 1.</param>
    /// <param name="count">How many of the strongest to give.</param>
    public static int[] FindPeriods(ReadOnlySpan<double> values, int maximumLag, int count)
    {
        if (values.Length < MinimumLength)
        {
            return [];
        }

        int longest = Math.Min(maximumLag, Math.Max(2, values.Length / 2));
        double[] correlations = Correlate(values, longest); // index = lag; lags below 2 hold −1
        var candidates = Lags(longest).Where(lag => IsPeak(correlations, lag)).ToList();
        if (candidates.Count == 0)
        {
            candidates = [.. Lags(longest).Where(lag => correlations[lag] >= Threshold)];
        }

        return [.. candidates
            .OrderByDescending(lag => correlations[lag])
            .ThenBy(lag => lag)
            .Take(count)
            .Order()];
    }

    /// <summary>
    /// Pearson correlation of the series with itself <paramref name="lag"/> steps later; 0 where undefined.
    /// </summary>
    public static double CorrelationAt(ReadOnlySpan<double> values, int lag)
    {
        var early = values[..^lag];
        var late = values[lag..];
        double earlyMean = Statistics.Mean(early);
        double lateMean = Statistics.Mean(late);
        double product = 0;
        double earlySquares = 0;
        double lateSquares = 0;
        for (int i = 0; i < early.Length; i++)
        {
            double a = early[i] - earlyMean;
            double b = late[i] - lateMean;
            product += a * b;
            earlySquares += a * a;
            lateSquares += b * b;
        }

        return Normalise(product, earlySquares, lateSquares);
    }

    private static IEnumerable<int> Lags(int longest) => longest < 2 ? [] : Enumerable.Range(2, longest - 1);

    private static bool IsPeak(double[] correlations, int lag)
    {
        double after = lag + 1 < correlations.Length ? correlations[lag + 1] : -1;
        return correlations[lag] >= Threshold
            && correlations[lag] >= correlations[lag - 1]
            && correlations[lag] >= after;
    }

    private static double[] Correlate(ReadOnlySpan<double> values, int longest)
    {
        if ((long)values.Length * longest > DirectLimit)
        {
            return LaggedCorrelation.Compute(values, longest);
        }

        var correlations = new double[longest + 1];
        Array.Fill(correlations, -1);
        for (int lag = 2; lag <= longest; lag++)
        {
            correlations[lag] = CorrelationAt(values, lag);
        }

        return correlations;
    }

    internal static double Normalise(double product, double earlySquares, double lateSquares)
    {
        double scale = Math.Sqrt(earlySquares * lateSquares);
        return scale > 0 && double.IsFinite(scale) ? Math.Clamp(product / scale, -1, 1) : 0;
    }
}
