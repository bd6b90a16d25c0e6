using Tollama.Models.Baseline.Ets;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.M4;

/// <summary>
/// Simple smoothing and Holt's methods as the competition ran them. The mean squared error of a linear trend has
/// several valleys, often of nearly equal depth; the published figures are those of the valley into which one plain
/// simplex search falls from R's start values, in the unit of the data. A better search, such as
/// <see cref="EtsSearch"/>, gives other forecasts.
/// </summary>
internal static class CompetitionSmoothing
{
    private const double Tolerance = 1.4901161193847656e-8;
    private const int MaximumEvaluations = 2000;
    private const double LargestUnit = 1e12;

    /// <summary>The point forecast, <c>(h)</c>.</summary>
    /// <param name="form">ANN, AAN or AAdN.</param>
    /// <param name="task">A seasonally adjusted series.</param>
    public static double[] Forecast(EtsForm form, SeriesTask task)
    {
        if (ShortSmoothing.Applies(form, task.Count))
        {
            return ShortSmoothing.Forecast(form, task);
        }

        // Mean squares must stay below what the search takes for undefined; beyond that the unit is ours to choose.
        bool isOrdinary = task.Scale is > 1.0 / LargestUnit and < LargestUnit;
        double unit = isOrdinary ? task.Scale : 1.0;
        double[] y = new double[task.Count];
        for (int t = 0; t < y.Length; t++)
        {
            y[t] = task.Y[t] * unit;
        }

        double[] best = NelderMead.Minimise(
            x => MeanSquaredError(form, x, y), Start(form, y), Tolerance, MaximumEvaluations, task.Budget);
        var (weights, states) = Unpack(form, best);
        double[] mean = EtsMoments.ZeroErrorPath(new EtsFit(form, 1, weights, states, y), task.Horizon);
        for (int k = 0; k < mean.Length; k++)
        {
            mean[k] /= unit;
        }

        return mean;
    }

    private static double[] Start(EtsForm form, double[] y)
    {
        var weights = EtsSearch.DocumentedStart(form, season: 1);
        double[] states = EtsStartStates.Of(form, y, season: 1);
        return
        [
            weights.Alpha,
            .. form.HasTrend ? [weights.Beta] : Array.Empty<double>(),
            .. form.IsDamped ? [weights.Phi] : Array.Empty<double>(),
            .. states,
        ];
    }

    private static (EtsWeights Weights, double[] States) Unpack(EtsForm form, double[] x) =>
        (new EtsWeights(x[0], form.HasTrend ? x[1] : 0.0, 0.0, form.IsDamped ? x[2] : 1.0), x[form.WeightCount..]);

    private static double MeanSquaredError(EtsForm form, double[] x, double[] y)
    {
        var (weights, states) = Unpack(form, x);
        bool isInside = weights.Alpha is >= EtsWeights.Lowest and <= EtsWeights.Highest
            && (!form.HasTrend || (weights.Beta >= EtsWeights.Lowest && weights.Beta <= weights.Alpha))
            && (!form.IsDamped || weights.Phi is >= EtsWeights.LowestPhi and <= EtsWeights.HighestPhi);
        if (!isInside)
        {
            return double.PositiveInfinity;
        }

        var (level, growth) = (states[0], form.HasTrend ? states[1] : 0.0);
        double squares = 0.0;
        foreach (double value in y)
        {
            double step = weights.Phi * growth;
            double error = value - level - step;
            squares += error * error;
            level += step + weights.Alpha * error;
            growth = step + weights.Beta * error;
        }

        return squares / y.Length;
    }
}
