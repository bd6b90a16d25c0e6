using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>An exponential smoothing model whose parameters and initial states are given: no search.</summary>
internal static class EtsGiven
{
    private const double Hair = 1e-6; // what rounding in a report may have added

    /// <summary>Evaluates and forecasts the model.</summary>
    /// <param name="given">What the caller gave, in the caller's unit.</param>
    /// <param name="own">The method's form, where the caller names none; null when it must be named.</param>
    /// <param name="allowed">The forms that the method and its options allow; none for all of them.</param>
    /// <param name="task">The series.</param>
    public static Prediction Forecast(
        GivenModel given, EtsForm? own, IReadOnlyCollection<EtsForm> allowed, SeriesTask task)
    {
        var form = Form(given, own, allowed, task);
        EtsMethod.CheckSeason(form, task);
        int needed = form.NeededObservations(task.Season);
        if (task.Count < needed)
        {
            throw task.Refusal(
                $"option 'at' gives {form}{(form.HasSeason ? $" with season length {task.Season}" : "")}, which needs "
                + $"at least {needed} observations; it has {task.Count}. Give more history or a simpler model.");
        }

        EtsMethod.CheckSign(form, task);
        var weights = Weights(given, form, task.Season);
        CheckStates(given.InitialStates, form, task);
        double[] states = EtsFit.ScaleStates(form, given.InitialStates, 1.0 / task.Scale);
        var fit = new EtsFit(form, task.Season, weights, states, task.History);
        return double.IsFinite(fit.Criterion)
            ? EtsForecast.Of(fit, task)
            : throw task.Refusal("the model given in option 'at' leaves the range of numbers on this series.");
    }

    /// <summary>The smoothing parameters, within the bounds of a search.</summary>
    private static EtsWeights Weights(GivenModel given, EtsForm form, int season)
    {
        string[] trend = form.HasTrend ? ["beta"] : [];
        string[] seasonal = form.HasSeason ? ["gamma"] : [];
        string[] damped = form.IsDamped ? ["phi"] : [];
        given.CheckNames(form.ToString(), ["alpha", .. trend, .. seasonal, .. damped]);
        double alpha = given.Require("alpha", EtsWeights.Lowest, EtsWeights.Highest, Hair);
        var weights = new EtsWeights(
            alpha,
            0.0,
            form.HasSeason ? given.Require("gamma", EtsWeights.Lowest, 1.0 - alpha, Hair) : 0.0,
            form.IsDamped ? given.Require("phi", EtsWeights.LowestPhi, EtsWeights.HighestPhi, Hair) : 1.0);
        if (!form.HasTrend)
        {
            return weights;
        }

        var inside = weights with { Gamma = Math.Min(weights.Gamma, 1.0 - alpha) };
        double largest = EtsAdmissibility.Largest(form, inside, season).Value;
        return weights with { Beta = given.Require("beta", EtsWeights.Lowest, largest, Hair) };
    }

    private static void CheckStates(IReadOnlyList<double> states, EtsForm form, SeriesTask task)
    {
        int plain = form.HasTrend ? 2 : 1;
        int count = plain + (form.HasSeason ? task.Season : 0);
        if (states.Count != count)
        {
            throw task.Refusal(
                $"option 'at' gives {states.Count} initial states and {form} with season length {task.Season} has "
                + $"{count}: l{(form.HasTrend ? ", b" : "")}"
                + $"{(form.HasSeason ? ", then the seasonals, newest first" : "")}.");
        }

        for (int i = plain; i < count && form.Season == EtsComponent.Multiplicative; i++)
        {
            if (states[i] < -Hair)
            {
                throw task.Refusal(FormattableString.Invariant(
                    $"option 'at' gives number {i + 1} of the initial_states, a factor of the season, as {states[i]}; ")
                    + "it must be at least 0. Give factors around 1, or additive components.");
            }
        }
    }

    private static EtsForm Form(
        GivenModel given, EtsForm? own, IReadOnlyCollection<EtsForm> allowed, SeriesTask task)
    {
        if (given.Components is not { } text)
        {
            return own ?? throw task.Refusal("option 'at' must name its 'components', such as MAdM.");
        }

        if (!EtsForm.TryParse(text, out var form))
        {
            throw task.Refusal($"option 'at' names the components '{text}', which is no exponential smoothing model.");
        }

        return allowed.Count == 0 || allowed.Contains(form)
            ? form
            : throw task.Refusal(
                $"option 'at' names the components '{text}', and the method with its options is "
                + $"{string.Join(" or ", allowed)}. Name that, or give '{text}' to model 'ets'.");
    }
}
