using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// Descents that start from the optima of smaller models. A model of lower order is the larger one with its further
/// partial autocorrelations at 0, so coefficients are let go one after another, each time from the optimum of those
/// before: no end is less likely than any model on the way. Narrow valleys along the unit circle, as a strong season
/// without seasonal terms has them, open like this and are missed by starts in the middle.
/// </summary>
internal static class ArimaRestarts
{
    private const double Gain = 1e-6;

    /// <summary>
    /// Where the last coefficient has been let go: once with autoregression before moving average, once the other way
    /// round; none where there are no two coefficients, or where time is up before.
    /// </summary>
    /// <param name="order">Whose coefficients.</param>
    /// <param name="criterion">
    /// What to minimise, as a function of the free numbers of <see cref="ArimaCoefficients"/>.
    /// </param>
    /// <param name="largest">Largest size of a free number.</param>
    /// <param name="budget">Ends the descents early.</param>
    public static IEnumerable<double[]> Ends(ArimaOrder order, Criterion criterion, double largest, FitBudget budget)
    {
        if (order.CoefficientCount < 2)
        {
            yield break;
        }

        foreach (int[] sequence in Sequences(order))
        {
            double[] bounds = new double[order.CoefficientCount];
            double[] u = new double[order.CoefficientCount];
            foreach (int j in sequence)
            {
                if (!budget.Look())
                {
                    yield break;
                }

                bounds[j] = largest;
                new BoxQuasiNewton(criterion, Array.ConvertAll(bounds, x => -x), [.. bounds]).Minimise(u, Gain, budget);
            }

            yield return u;
        }
    }

    private static IEnumerable<int[]> Sequences(ArimaOrder order)
    {
        int seasonal = order.P + order.Q;
        int[] ar = [.. Enumerable.Range(0, order.P), .. Enumerable.Range(seasonal, order.SeasonalP)];
        int[] ma =
            [.. Enumerable.Range(order.P, order.Q), .. Enumerable.Range(seasonal + order.SeasonalP, order.SeasonalQ)];
        yield return [.. ar, .. ma];
        if (ar.Length > 0 && ma.Length > 0)
        {
            yield return [.. ma, .. ar];
        }
    }
}
