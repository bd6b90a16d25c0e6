using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Finds the parameters and initial states that maximise the likelihood. L has several valleys, so the search descends
/// from several starts: from that of R's <c>ets</c>, and from the best of a grid for each α, for each share that β has
/// of what it may be, and for each share of γ (on short series without season, which have more valleys, for each α with
/// each β). The grid has the heuristic initial states, and those that fit best where these are a least-squares problem.
/// </summary>
internal static class EtsSearch
{
    private const int ShortSeries = 250;
    private const double CoarseGain = 1e-3;
    private const double FineGain = 1e-8;

    private const double DocumentedTrend = 0.1;
    private const double DocumentedSeason = 0.05;

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

    /// <summary>Where to descend from, best first.</summary>
    private static List<double[]> Starts(
        EtsForm form, int season, ReadOnlyMemory<double> y, EtsCriterion criterion, FitBudget budget)
    {
        double[] heuristic = EtsStartStates.Of(form, y.Span, season);
        var linear = form.HasLinearStates ? new EtsLinearStates(form, season) : null;
        var sister = form.HasLinearStates ? null : LinearSister(form, season, y, budget);
        double[] gradient = new double[criterion.Lower.Length];
        var found = new List<Candidate>();
        bool hasManyValleys = !form.HasSeason && y.Length <= ShortSeries;
        foreach (var point in Grid(form, season))
        {
            if (found.Count > 0 && !budget.Look())
            {
                break;
            }

            Add(point, heuristic);
            if (linear is not null)
            {
                Add(point, linear.Solve(point.Weights, y.Span, criterion.Path));
            }

            if (sister is not null)
            {
                Add(point, sister);
            }
        }

        var chosen = hasManyValleys
            ? BestOfEach(c => (c.Point.Weights.Alpha, c.Point.Trend))
            : found.Take(1)
                .Concat(BestOfEach(c => c.Point.Weights.Alpha))
                .Concat(BestOfEach(c => c.Point.Trend))
                .Concat(BestOfEach(c => c.Point.Season));
        var starts = chosen.Distinct().OrderBy(c => c.Value).Select(c => c.Start).ToList();
        return starts.Count > 0 ? starts : [criterion.Pack(DocumentedStart(form, season), heuristic)];

        IEnumerable<Candidate> BestOfEach<T>(Func<Candidate, T> part) =>
            found.GroupBy(part).Select(group => group.MinBy(c => c.Value)!);

        void Add(in GridPoint point, double[] states)
        {
            double[] start = criterion.Pack(point.Weights, states);
            double value = criterion.Evaluate(start, gradient);
            if (double.IsFinite(value))
            {
                found.Add(new Candidate(point, value, start));
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

    private static IEnumerable<GridPoint> Grid(EtsForm form, int season)
    {
        yield return new GridPoint(DocumentedStart(form, season), DocumentedTrend, DocumentedSeason);
        foreach (double alpha in Alphas)
        {
            foreach (double u in form.HasTrend ? Shares : [0.0])
            {
                foreach (double v in form.HasSeason ? Shares : [0.0])
                {
                    var weights = new EtsWeights(
                        alpha,
                        form.HasTrend ? EtsWeights.Lowest + u * (alpha - EtsWeights.Lowest) : 0.0,
                        form.HasSeason ? EtsWeights.Lowest + v * (1.0 - alpha - EtsWeights.Lowest) : 0.0,
                        form.IsDamped ? 0.95 : 1.0);
                    yield return new GridPoint(weights, u, v);
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
        double beta = low + DocumentedTrend * (Math.Min(EtsWeights.Highest, alpha) - low);
        double gamma = low + DocumentedSeason * (Math.Min(EtsWeights.Highest, 1.0 - alpha) - low);
        double phi = EtsWeights.LowestPhi + 0.99 * (EtsWeights.HighestPhi - EtsWeights.LowestPhi);
        return new EtsWeights(
            alpha, form.HasTrend ? beta : 0.0, form.HasSeason ? gamma : 0.0, form.IsDamped ? phi : 1.0);
    }

    /// <summary>Weights of the grid, with β and γ as shares of what α leaves them.</summary>
    private readonly record struct GridPoint(EtsWeights Weights, double Trend, double Season);

    /// <summary>A start with L there.</summary>
    private sealed record Candidate(GridPoint Point, double Value, double[] Start);
}
