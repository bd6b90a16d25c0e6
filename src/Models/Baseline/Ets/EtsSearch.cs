using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Finds the parameters and initial states that maximise the likelihood. L has several valleys, so the search descends
/// from several starts, one for each α of a grid (on short series without season, which have more valleys, for each α
/// and β): the best over the other smoothing parameters, each with the initial states that fit it best where these are
/// a least-squares problem, and with the heuristic ones.
/// </summary>
internal static class EtsSearch
{
    private const int ShortSeries = 250;
    private const double CoarseGain = 1e-3;
    private const double FineGain = 1e-8;

    private static readonly double[] Alphas = [0.02, 0.2, 0.5, 0.9];
    private static readonly double[] Shares = [0.0, 0.3, 0.9];

    /// <summary>The best model of a form.</summary>
    public static EtsFit Fit(EtsForm form, int season, ReadOnlyMemory<double> y, FitBudget budget)
    {
        var criterion = new EtsCriterion(form, y, season);
        var starts = Starts(form, season, y, criterion, budget);
        var search = new BoxQuasiNewton(criterion.Evaluate, criterion.Lower, criterion.Upper);
        double[] best = starts[0];
        double bestValue = double.PositiveInfinity;
        foreach (double[] start in starts)
        {
            double value = search.Minimise(start, CoarseGain, budget);
            if (value < bestValue)
            {
                (best, bestValue) = (start, value);
            }
        }

        search.Minimise(best, FineGain, budget);
        return new EtsFit(form, season, criterion.Weights(best), criterion.States(best), y);
    }

    /// <summary>The best start for each α, on short series without season for each α and β, best first.</summary>
    private static List<double[]> Starts(
        EtsForm form, int season, ReadOnlyMemory<double> y, EtsCriterion criterion, FitBudget budget)
    {
        double[] heuristic = EtsStartStates.Of(form, y.Span, season);
        var linear = form.HasLinearStates ? new EtsLinearStates(form, season) : null;
        var sister = form.HasLinearStates ? null : LinearSister(form, season, y, budget);
        double[] gradient = new double[criterion.Lower.Length];
        var found = new List<(double Value, double Beta, double[] Start)>();
        bool hasManyValleys = !form.HasSeason && y.Length <= ShortSeries;
        foreach (var weights in Grid(form, season))
        {
            if (found.Count > 0 && !budget.Look())
            {
                break;
            }

            Add(weights, heuristic);
            if (linear is not null)
            {
                Add(weights, linear.Solve(weights, y.Span, criterion.Path));
            }

            if (sister is not null)
            {
                Add(weights, sister);
            }
        }

        var starts = found
            .GroupBy(s => (Alpha: s.Start[0], Beta: hasManyValleys ? s.Beta : 0.0))
            .Select(group => group.MinBy(s => s.Value))
            .OrderBy(s => s.Value)
            .Select(s => s.Start)
            .ToList();
        return starts.Count > 0 ? starts : [criterion.Pack(DocumentedStart(form, season), heuristic)];

        void Add(in EtsWeights weights, double[] states)
        {
            double[] start = criterion.Pack(weights, states);
            double value = criterion.Evaluate(start, gradient);
            if (double.IsFinite(value))
            {
                found.Add((value, weights.Beta, start));
            }
        }
    }

    /// <summary>The least-squares states of the model with additive parts, as states of a multiplicative one.</summary>
    private static double[] LinearSister(EtsForm form, int season, ReadOnlyMemory<double> y, FitBudget budget)
    {
        var additive = form with
        {
            Trend = form.HasTrend ? EtsComponent.Additive : EtsComponent.None,
            Season = form.HasSeason ? EtsComponent.Additive : EtsComponent.None,
        };
        var weights = DocumentedStart(additive, season);
        double[] states = new EtsLinearStates(additive, season).Solve(
            weights, y.Span, new EtsPath(y.Length, form.HasSeason ? season : 1));
        budget.Look();
        double level = states[0];
        int seasonals = form.HasSeason ? season : 0;
        for (int j = states.Length - seasonals; j < states.Length && form.Season == EtsComponent.Multiplicative; j++)
        {
            states[j] = Math.Max(0.01, 1.0 + states[j] / level);
        }

        if (form.Trend == EtsComponent.Multiplicative)
        {
            states[1] = Math.Max(0.1, 1.0 + states[1] / level);
        }

        return states;
    }

    private static IEnumerable<EtsWeights> Grid(EtsForm form, int season)
    {
        yield return DocumentedStart(form, season);
        foreach (double alpha in Alphas)
        {
            foreach (double u in form.HasTrend ? Shares : [0.0])
            {
                foreach (double v in form.HasSeason ? Shares : [0.0])
                {
                    yield return new EtsWeights(
                        alpha,
                        form.HasTrend ? EtsWeights.Lowest + u * (alpha - EtsWeights.Lowest) : 0.0,
                        form.HasSeason ? EtsWeights.Lowest + v * (1.0 - alpha - EtsWeights.Lowest) : 0.0,
                        form.IsDamped ? 0.95 : 1.0);
                }
            }
        }
    }

    /// <summary>The start of R's <c>ets</c>: little adaptation, weak damping.</summary>
    /// <param name="form">Which model.</param>
    /// <param name="season">Season length of the data, whether the model has a season or not.</param>
    public static EtsWeights DocumentedStart(EtsForm form, int season)
    {
        const double low = EtsWeights.Lowest;
        double alpha = low + 0.2 * (EtsWeights.Highest - low) / season;
        double beta = low + 0.1 * (Math.Min(EtsWeights.Highest, alpha) - low);
        double gamma = low + 0.05 * (Math.Min(EtsWeights.Highest, 1.0 - alpha) - low);
        double phi = EtsWeights.LowestPhi + 0.99 * (EtsWeights.HighestPhi - EtsWeights.LowestPhi);
        return new EtsWeights(
            alpha, form.HasTrend ? beta : 0.0, form.HasSeason ? gamma : 0.0, form.IsDamped ? phi : 1.0);
    }
}
