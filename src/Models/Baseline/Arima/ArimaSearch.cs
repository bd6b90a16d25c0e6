using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// Maximum likelihood for one order: quasi-Newton descents on free numbers from the best of several starts (white
/// noise, and
/// moderate correlation in each block).
/// </summary>
internal static class ArimaSearch
{
    private const int Descents = 3;
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
        return ArimaFit.Of(data, Minimise(data, Deviance, Descents, task));

        static (double Value, double[] Regression) Deviance(ArimaData data, ArimaCoefficients coefficients)
        {
            var fit = ArimaFit.Of(data, coefficients);
            return (-2.0 * fit.LogLikelihood, fit.Regression.ToArray());
        }
    }

    /// <summary>
    /// The model with the smallest conditional sum of squares: near the most likely one, for a fraction of the time.
    /// </summary>
    public static ArimaFit Approximate(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        return ArimaFit.Of(data, Minimise(data, Deviance, descents: 1, task));

        static (double Value, double[] Regression) Deviance(ArimaData data, ArimaCoefficients coefficients)
        {
            var (square, regression) = ConditionalSquares.MeanSquare(data, coefficients);
            return (data.Count * Math.Log(square), regression);
        }
    }

    /// <summary>The coefficients with the smallest deviance, by descents from the best starts.</summary>
    private static ArimaCoefficients Minimise(ArimaData data, ArimaDeviance deviance, int descents, SeriesTask task)
    {
        var order = data.Order;
        double[] best = new double[order.CoefficientCount];
        if (best.Length == 0)
        {
            return ArimaCoefficients.FromFree(order, best);
        }

        double bestValue = double.PositiveInfinity;
        double[] bounds = Prediction.Repeat(LargestFree, best.Length);
        var criterion = new ArimaCriterion(data, deviance, task.Budget);
        var search = new BoxQuasiNewton(criterion.Evaluate, Array.ConvertAll(bounds, x => -x), bounds);
        foreach (double[] start in Starts(order).OrderBy(u => criterion.Value(u)).Take(descents))
        {
            double value = search.Minimise(start, Gain, task.Budget);
            if (value < bestValue)
            {
                (best, bestValue) = (start, value);
            }
        }

        return ArimaCoefficients.FromFree(order, best);
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
