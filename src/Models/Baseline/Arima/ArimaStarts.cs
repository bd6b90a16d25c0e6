namespace Tollama.Models.Baseline.Arima;

/// <summary>Where descents may start: the same points for every series.</summary>
internal static class ArimaStarts
{
    private const int SpreadPoints = 32;
    private const double LargestSpread = 0.95;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];
    private static readonly double[] ArStarts = [0.0, 0.5, 1.5];
    private static readonly double[] MaStarts = [0.0, 0.5, -0.5];
    private static readonly double[] SeasonalArStarts = [0.0, 0.5];
    private static readonly double[] SeasonalMaStarts = [0.0, 0.6];

    /// <summary>Moderate correlation in each block, white noise first, then points spread over the whole.</summary>
    public static IEnumerable<double[]> Of(ArimaOrder order) => Moderate(order).Concat(Spread(order));

    private static IEnumerable<double[]> Moderate(ArimaOrder order)
    {
        foreach (double ar in order.P > 0 ? ArStarts : [0.0])
        {
            foreach (double ma in order.Q > 0 ? MaStarts : [0.0])
            {
                foreach (var (seasonalAr, seasonalMa) in SeasonalStarts(order))
                {
                    double[] start = new double[order.CoefficientCount];
                    Set(start, 0, order.P, ar);
                    Set(start, order.P, order.Q, ma);
                    Set(start, order.P + order.Q, order.SeasonalP, seasonalAr);
                    Set(start, order.P + order.Q + order.SeasonalP, order.SeasonalQ, seasonalMa);
                    yield return start;
                }
            }
        }
    }

    /// <summary>Points spread evenly over the partial autocorrelations (Halton's sequence).</summary>
    private static IEnumerable<double[]> Spread(ArimaOrder order)
    {
        for (int i = 1; i <= SpreadPoints; i++)
        {
            double[] start = new double[order.CoefficientCount];
            for (int j = 0; j < start.Length; j++)
            {
                start[j] = Math.Atanh(LargestSpread * (2.0 * RadicalInverse(i, Primes[j % Primes.Length]) - 1.0));
            }

            yield return start;
        }
    }

    private static double RadicalInverse(int index, int radix)
    {
        double inverse = 0.0;
        double digit = 1.0;
        for (int rest = index; rest > 0; rest /= radix)
        {
            digit /= radix;
            inverse += digit * (rest % radix);
        }

        return inverse;
    }

    private static IEnumerable<(double Ar, double Ma)> SeasonalStarts(ArimaOrder order) =>
        from ar in order.SeasonalP > 0 ? SeasonalArStarts : [0.0]
        from ma in order.SeasonalQ > 0 ? SeasonalMaStarts : [0.0]
        select (ar, ma);

    /// <summary>Sets the first number of a block, if it has one.</summary>
    private static void Set(double[] start, int offset, int count, double value)
    {
        if (count > 0)
        {
            start[offset] = value;
        }
    }
}
