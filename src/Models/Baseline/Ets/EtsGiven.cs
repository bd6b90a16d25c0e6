using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>An exponential smoothing model whose parameters and initial states are given: no search.</summary>
internal static class EtsGiven
{
    /// <summary>Evaluates and forecasts the model.</summary>
    /// <param name="given">What the caller gave, in the caller's unit.</param>
    /// <param name="own">The method's form, where the caller names none; null when it must be named.</param>
    /// <param name="task">The series.</param>
    public static Prediction Forecast(GivenModel given, EtsForm? own, SeriesTask task)
    {
        var form = Form(given, own, task);
        int needed = form.NeededObservations(task.Season);
        if (task.Count < needed)
        {
            throw task.Refusal(
                $"option 'at' gives {form}{(form.HasSeason ? $" with season length {task.Season}" : "")}, which needs "
                + $"at least {needed} observations; it has {task.Count}. Give more history or a simpler model.");
        }

        EtsMethod.CheckSign(form, task);
        var weights = new EtsWeights(
            given.Require("alpha", 0.0, 2.0),
            form.HasTrend ? given.Require("beta", 0.0, 4.0) : 0.0,
            form.HasSeason ? given.Require("gamma", 0.0, 2.0) : 0.0,
            form.IsDamped ? given.Require("phi", 0.0, 1.0) : 1.0);
        int count = 1 + (form.HasTrend ? 1 : 0) + (form.HasSeason ? task.Season : 0);
        if (given.InitialStates.Count != count)
        {
            throw task.Refusal(
                $"option 'at' gives {given.InitialStates.Count} initial states and {form} with season length "
                + $"{task.Season} has {count}: l{(form.HasTrend ? ", b" : "")}"
                + $"{(form.HasSeason ? ", then the seasonals, newest first" : "")}.");
        }

        double[] states = EtsFit.ScaleStates(form, given.InitialStates, 1.0 / task.Scale);
        var fit = new EtsFit(form, task.Season, weights, states, task.History);
        return double.IsFinite(fit.Criterion)
            ? EtsForecast.Of(fit, task)
            : throw task.Refusal("the model given in option 'at' leaves the range of numbers on this series.");
    }

    private static EtsForm Form(GivenModel given, EtsForm? own, SeriesTask task)
    {
        if (given.Components is not { } text)
        {
            return own ?? throw task.Refusal("option 'at' must name its 'components', such as MAdM.");
        }

        return EtsForm.TryParse(text, out var form)
            ? form
            : throw task.Refusal(
                $"option 'at' names the components '{text}', which is no exponential smoothing model.");
    }
}
