using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// Maximum likelihood for one order: quasi-Newton descents on free numbers from the best of several starts (white
/// noise,
/// and moderate correlation in each block), with central differences.
/// </summary>
internal static class ArimaSearch
{
    private const int Descents = 3;
    private const double Step = 1e-4;
    private const double Gain = 1e-8;
    private const double LargestFree = 18.0;

    private static readonly double[] ArStarts = [0.0, 0.5, 1.5];
    private static readonly double[] MaStarts = [0.0, 0.5, -0.5];
    private static readonly double[] SeasonalArStarts = [0.0, 0.5];
    private static readonly double[] SeasonalMaStarts = [0.0, 0.6];

    /// <summary>The most likely model of an order.</summary>
    public static ArimaFit Fit(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        var (best, _) = Minimise(
            order, u => -2.0 * ArimaFit.Of(data, ArimaCoefficients.FromFree(order, u)).LogLikelihood, Descents, task);
        return ArimaFit.Of(data, ArimaCoefficients.FromFree(order, best));
    }

    /// <summary>
    /// The model with the smallest conditional sum of squares: near the most likely one, for a fraction of the time.
    /// </summary>
    public static ArimaFit Approximate(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        var (best, _) = Minimise(
            order,
            u => data.Count * Math.Log(ConditionalSquares.MeanSquare(data, ArimaCoefficients.FromFree(order, u))),
            descents: 1,
            task);
        return ArimaFit.Of(data, ArimaCoefficients.FromFree(order, best));
    }

    /// <summary>The free numbers with the smallest criterion, by descents from the best starts.</summary>
    private static (double[] X, double Value) Minimise(
        ArimaOrder order, Func<double[], double> criterion, int descents, SeriesTask task)
    {
        int size = order.CoefficientCount;
        if (size == 0)
        {
            return ([], criterion([]));
        }

        double[] best = new double[size];
        double bestValue = double.PositiveInfinity;
        double[] bounds = Enumerable.Repeat(LargestFree, size).ToArray();
        var search = new BoxQuasiNewton(Evaluate, Array.ConvertAll(bounds, x => -x), bounds);
        foreach (double[] start in Starts(order).OrderBy(Value).Take(descents))
        {
            double value = search.Minimise(start, Gain, task.Budget);
            if (value < bestValue)
            {
                (best, bestValue) = (start, value);
            }
        }

        return (best, bestValue);

        double Value(double[] u)
        {
            double value = criterion(u);
            return double.IsFinite(value) ? value : double.PositiveInfinity;
        }

        double Evaluate(ReadOnlySpan<double> u, Span<double> gradient)
        {
            double[] point = u.ToArray();
            double value = Value(point);
            for (int j = 0; j < size && double.IsFinite(value); j++)
            {
                point[j] = u[j] + Step;
                double above = Value(point);
                point[j] = u[j] - Step;
                gradient[j] = (above - Value(point)) / (2.0 * Step);
                point[j] = u[j];
                value = double.IsFinite(gradient[j]) ? value : double.PositiveInfinity;
            }

            return value;
        }
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
