using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// Maximum likelihood for one order: quasi-Newton descents on free numbers from several starts (white noise, moderate
/// correlation in each block, least conditional squares, the optima of smaller models).
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

    /// <summary>The most likely model of an order; the best so far once the budget is spent.</summary>
    public static ArimaFit Fit(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        double[] best = Optima(data, task).Concat(Restarts(data, task)).MinBy(end => end.Value).End;
        return ArimaFit.Of(data, ArimaCoefficients.FromFree(order, best));
    }

    /// <summary>
    /// The most likely of an order's models whose roots all keep a distance from the unit circle, local maxima of the
    /// likelihood included; null where every maximum lies at the circle.
    /// </summary>
    public static ArimaFit? FitInside(ArimaOrder order, SeriesTask task)
    {
        var data = ArimaData.Of(order, task);
        return BestInside(data, Optima(data, task));
    }

    /// <summary>
    /// A model of <see cref="FitInside"/>, or what restarts find if that is better: for the one model that is used, as
    /// they may take as long as the search before them.
    /// </summary>
    public static ArimaFit Restarted(ArimaFit fit, SeriesTask task)
    {
        var data = ArimaData.Of(fit.Order, task);
        return BestInside(data, Restarts(data, task)) is { } other && other.Aicc < fit.Aicc ? other : fit;
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

    private static ArimaFit? BestInside(ArimaData data, IEnumerable<(double Value, double[] End)> ends)
    {
        var inside = ends
            .OrderBy(end => end.Value)
            .Select(end => ArimaCoefficients.FromFree(data.Order, end.End))
            .FirstOrDefault(coefficients => !coefficients.IsNearUnitRoot(data.Season));
        return inside is null ? null : ArimaFit.Of(data, inside);
    }

    /// <summary>
    /// Where descents of the exact deviance end, at least one. They start from the likeliest starts below, from
    /// white noise, and from the least conditional sum of squares, where R starts; those that end at the edge of
    /// stationarity or invertibility set out once more from inside. Where the budget is spent, the least conditional
    /// sum of squares is among the ends, and white noise is the only one where it was spent before.
    /// </summary>
    private static List<(double Value, double[] End)> Optima(ArimaData data, SeriesTask task)
    {
        double[] noise = new double[data.Order.CoefficientCount];
        if (noise.Length == 0 || !task.Budget.Look())
        {
            return [(double.PositiveInfinity, noise)];
        }

        double[] conditional = Descend(data, ConditionalDeviance, [[.. noise]], task)[0].End;
        double[][] starts = [.. Best(data, ExactDeviance, Descents, task), Inside(conditional), noise];
        List<(double Value, double[] End)> ends = [];
        if (!task.Budget.WasExhausted)
        {
            ends.AddRange(Descend(data, ExactDeviance, starts, task));
            double[][] again = [.. ends.Take(Descents).Select(end => end.End).Where(IsAtEdge).Select(Inside)];
            ends.AddRange(Descend(data, ExactDeviance, again, task));
        }

        if (task.Budget.WasExhausted)
        {
            ends.Add((new ArimaCriterion(data, ExactDeviance, task.Budget).Value(conditional), conditional));
        }

        return ends;
    }

    /// <summary>Where descents from smaller models end.</summary>
    private static List<(double Value, double[] End)> Restarts(ArimaData data, SeriesTask task)
    {
        var criterion = new ArimaCriterion(data, ExactDeviance, task.Budget);
        double[][] starts = [.. ArimaRestarts.Ends(data.Order, criterion.Evaluate, LargestFree, task.Budget)];
        return Descend(data, ExactDeviance, starts, task);
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

    /// <summary>The starts with the smallest deviance, of those that the budget lets look at.</summary>
    private static IEnumerable<double[]> Best(ArimaData data, ArimaDeviance deviance, int count, SeriesTask task)
    {
        var criterion = new ArimaCriterion(data, deviance, task.Budget);
        return ArimaStarts.Of(data.Order)
            .TakeWhile((_, i) => i == 0 || !task.Budget.WasExhausted)
            .Select(u => (Value: criterion.Value(u), Start: u))
            .OrderBy(start => start.Value)
            .Select(start => start.Start)
            .Take(count);
    }

    /// <summary>Descends from each start, from the first at least; the ends, the best first.</summary>
    private static List<(double Value, double[] End)> Descend(
        ArimaData data, ArimaDeviance deviance, IEnumerable<double[]> starts, SeriesTask task)
    {
        double[] bounds = Prediction.Repeat(LargestFree, data.Order.CoefficientCount);
        var criterion = new ArimaCriterion(data, deviance, task.Budget);
        var search = new BoxQuasiNewton(criterion.Evaluate, Array.ConvertAll(bounds, x => -x), bounds);
        return
        [
            .. starts
                .TakeWhile((_, i) => i == 0 || task.Budget.Look())
                .Select(u => (Value: Descend(search, u, task.Budget), End: u))
                .OrderBy(end => end.Value),
        ];
    }

    /// <summary>Descends until a new set of curvatures gains nothing; narrow valleys mislead the first.</summary>
    private static double Descend(BoxQuasiNewton search, double[] u, FitBudget budget)
    {
        double value = search.Minimise(u, Gain, budget);
        for (int i = 0; i < Polishes && !budget.WasExhausted; i++)
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
}
