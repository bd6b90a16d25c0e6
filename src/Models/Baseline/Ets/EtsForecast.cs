using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>The forecast of a fitted model: closed forms where the book has them, simulation for the rest.</summary>
internal static class EtsForecast
{
    private const int Paths = 5000;

    /// <summary>Mean, intervals and report, in the task's unit (the report in the caller's).</summary>
    public static Prediction Of(EtsFit fit, SeriesTask task)
    {
        var form = fit.Form;
        var frozen = new FrozenEts(form, fit.Weights, fit.InitialStates);
        bool isClass3 = form is { Error: EtsComponent.Multiplicative, Season: EtsComponent.Multiplicative }
            && form.Trend != EtsComponent.Multiplicative;
        var report = fit.Report(task.Count, task.Scale);
        if (isClass3)
        {
            var (exact, spread) = EtsMoments.Class3(fit, task.Horizon);
            return new Prediction
            {
                Mean = exact,
                Deviations = task.WithIntervals ? spread : null,
                Fit = report,
                Frozen = frozen,
            };
        }

        double[] mean = EtsMoments.ZeroErrorPath(fit, task.Horizon);
        var prediction = new Prediction { Mean = mean, Fit = report, Frozen = frozen };
        if (!task.WithIntervals)
        {
            return prediction;
        }

        if (form.HasLinearStates)
        {
            return prediction with { Deviations = EtsMoments.LinearDeviations(fit, mean) };
        }

        return prediction with { QuantileRows = SimulatedQuantiles.Rows(task, Paths, Simulator(fit, task.Horizon)) };
    }

    /// <summary>
    /// Continues the model with random errors (classes 4 and 5). All paths use the same buffers: each starts from the
    /// first states, which no step writes, and writes every other one before it reads it.
    /// </summary>
    private static PathSimulator Simulator(EtsFit fit, int horizon)
    {
        var states = new EtsPath(horizon, Math.Max(1, fit.Seasonals.Length));
        states.Level[0] = fit.Level;
        states.Growth[0] = fit.Growth;
        fit.Seasonals.CopyTo(states.Season, 0);
        double sigma = Math.Sqrt(fit.Sigma2);
        return (shocks, path) =>
        {
            for (int k = 0; k < path.Length; k++)
            {
                path[k] = EtsFilter.Step(fit.Form, fit.Weights, states, k, sigma * shocks[k]);
            }
        };
    }
}
