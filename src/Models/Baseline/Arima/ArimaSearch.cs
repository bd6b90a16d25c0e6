using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// Maximum likelihood for one order: quasi-Newton descents on free numbers from several starts (white noise, moderate
/// correlation in each block, least conditional squares).
/// </summary>
internal static class ArimaSearch
{
    private const int Descents = 2;
    private const double Gain = 1e-8;
    private const double LargestFree = 18.0;
    private const double Edge = 2.0;
    private const double LargestStart = 1.0;
    private const int Polishes = 3;
    private const double PolishGain = 1e-6;

    private const int SpreadPoints = 32;
    private const double LargestSpread = 0.95;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];
    private static readonly double[] ArStarts = [0.0, 0.5, 1.5];
    private static readonly double[] MaStarts = [0.0, 0.5, -0.5];
    private static readonly double[] SeasonalArStarts = [0.0, 0.5];
    private static readonly double[] SeasonalMaStarts = [0.0, 0.6];

    /// <summary>The most likely model of an order.</summary>
    public static ArimaFit Fit(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        return ArimaFit.Of(data, ArimaCoefficients.FromFree(order, Optima(data, task)[0]));
    }

    /// <summary>
    /// The most likely of an order's models whose roots all keep a distance from the unit circle, local maxima of the
    /// likelihood included; null where every maximum lies at the circle.
    /// </summary>
    public static ArimaFit? FitInside(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        var inside = Optima(data, task)
            .Select(u => ArimaCoefficients.FromFree(order, u))
            .FirstOrDefault(coefficients => !coefficients.IsNearUnitRoot(task.Season));
        return inside is null ? null : ArimaFit.Of(data, inside);
    }

    /// <summary>
    /// The model with the smallest conditional sum of squares: near the most likely one, for a fraction of the time.
    /// </summary>
    public static ArimaFit Approximate(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        double[] best = Descend(data, ConditionalDeviance, Best(data, ConditionalDeviance, 1, task), task)[0].End;
        return ArimaFit.Of(data, ArimaCoefficients.FromFree(order, best));
    }

    /// <summary>
    /// Where descents of the exact deviance end, the best first. They start from the likeliest starts below, from
    /// white noise, and from the least conditional sum of squares, where R starts; those that end at the edge of
    /// stationarity or invertibility set out once more from inside.
    /// </summary>
    private static List<double[]> Optima(ArimaData data, SeriesTask task)
    {
        double[] noise = new double[data.Order.CoefficientCount];
        if (noise.Length == 0)
        {
            return [noise];
        }

        double[] conditional = Inside(Descend(data, ConditionalDeviance, [[.. noise]], task)[0].End);
        var ends = Descend(
            data, ExactDeviance, [.. Best(data, ExactDeviance, Descents, task), conditional, noise], task);
        double[][] again = [.. ends.Take(Descents).Select(end => end.End).Where(IsAtEdge).Select(Inside)];
        ends.AddRange(Descend(data, ExactDeviance, again, task));
        return [.. ends.OrderBy(end => end.Value).Select(end => end.End)];
    }

    /// <summary>
    /// Whether a block's polynomial has a root next to the unit circle. The likelihood of a moving average is the same
    /// for a root and its mirror image, so it is flat across the circle: a descent may stop there on a ridge.
    /// </summary>
    private static bool IsAtEdge(double[] u) => Array.Exists(u, x => Math.Abs(x) > Edge);

    private static double[] Inside(double[] u) =>
        Array.ConvertAll(u, x => Math.Clamp(x, -LargestStart, LargestStart));

    private static (double Value, double[] Regression) ExactDeviance(ArimaData data, ArimaCoefficients coefficients)
    {
        double deviance = WhitenedArima.Of(data, coefficients, given: null, out double[] regression).Deviance();
        return (deviance, regression);
    }

    private static (double Value, double[] Regression) ConditionalDeviance(
        ArimaData data, ArimaCoefficients coefficients)
    {
        var (square, regression) = ConditionalSquares.MeanSquare(data, coefficients);
        return (data.Count * Math.Log(square), regression);
    }

    /// <summary>The starts with the smallest deviance.</summary>
    private static IEnumerable<double[]> Best(ArimaData data, ArimaDeviance deviance, int count, SeriesTask task)
    {
        var criterion = new ArimaCriterion(data, deviance, task.Budget);
        return Starts(data.Order).Concat(SpreadStarts(data.Order)).OrderBy(u => criterion.Value(u)).Take(count);
    }

    /// <summary>Descends from each start; the ends, the best first.</summary>
    private static List<(double Value, double[] End)> Descend(
        ArimaData data, ArimaDeviance deviance, IEnumerable<double[]> starts, SeriesTask task)
    {
        double[] bounds = Prediction.Repeat(LargestFree, data.Order.CoefficientCount);
        var criterion = new ArimaCriterion(data, deviance, task.Budget);
        var search = new BoxQuasiNewton(criterion.Evaluate, Array.ConvertAll(bounds, x => -x), bounds);
        return
        [
            .. starts
                .Select(u => (Value: Descend(search, u, task.Budget), End: u))
                .OrderBy(end => end.Value),
        ];
    }

    /// <summary>Descends until a new set of curvatures gains nothing; narrow valleys mislead the first.</summary>
    private static double Descend(BoxQuasiNewton search, double[] u, FitBudget budget)
    {
        double value = search.Minimise(u, Gain, budget);
        for (int i = 0; i < Polishes; i++)
        {
            double next = search.Minimise(u, Gain, budget);
            bool hasConverged = !(value - next > PolishGain);
            value = next;
            if (hasConverged)
            {
                break;
            }
        }

        return value;
    }

    private static IEnumerable<double[]> Starts(ArimaOrder order)
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
    private static IEnumerable<double[]> SpreadStarts(ArimaOrder order)
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
