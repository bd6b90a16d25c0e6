using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>
/// Time-series cross-validation: each candidate forecasts the last windows of the series, each a horizon long, from
/// what came before them. They are compared on the newest windows that all of them could forecast; one that cannot
/// forecast even the newest, or does not end in time, is not compared. Source: Hyndman &amp; Athanasopoulos,
/// Forecasting: Principles and Practice, 3rd ed., §5.10.
/// </summary>
internal sealed class AutoComparison
{
    /// <summary>The rest of the time is for the forecast by the method that was chosen.</summary>
    private const double ShareOfTime = 0.5;

    private AutoComparison(List<AutoCandidate> candidates, bool endsAtDeadline)
    {
        Candidates = candidates;
        EndsAtDeadline = endsAtDeadline;
        var compared = candidates.Where(c => c.Errors.Count > 0).ToArray();
        Windows = compared.Length > 0 ? compared.Min(c => c.Errors.Count) : 0;
        Ranking = [.. compared
            .Select(c => (Candidate: c, Error: c.Errors.Take(Windows).Average()))
            .OrderBy(c => c.Error)];
    }

    /// <summary>All candidates, in the order given.</summary>
    public IReadOnlyList<AutoCandidate> Candidates { get; }

    /// <summary>Those compared with their mean absolute errors, the best first; of equals the earlier.</summary>
    public IReadOnlyList<(AutoCandidate Candidate, double Error)> Ranking { get; }

    /// <summary>Windows that they are compared on.</summary>
    public int Windows { get; }

    /// <summary>Whether the request's deadline comes before the end of the time budget.</summary>
    public bool EndsAtDeadline { get; }

    /// <summary>Compares candidates until time is up; cheap ones and the first that is possible in any case.</summary>
    /// <param name="cards">The candidates, cheapest first.</param>
    /// <param name="task">The series.</param>
    /// <param name="windows">Most windows.</param>
    /// <param name="budgetSeconds">Seconds for all of it.</param>
    public static AutoComparison Run(
        IReadOnlyList<MethodCard> cards, SeriesTask task, int windows, double budgetSeconds)
    {
        double share = ShareOfTime * task.Budget.SecondsLeft();
        var budget = task.Budget.Within(Math.Clamp(share, 0.0, budgetSeconds));
        var candidates = new List<AutoCandidate>(cards.Count);
        foreach (var card in cards)
        {
            var candidate = new AutoCandidate(card, card.Create(ForecastOptions.Empty));
            bool maySkip = !candidate.Method.IsCheap && candidates.Exists(c => !c.IsImpossible);
            candidates.Add(maySkip && !budget.Look()
                ? candidate with { IsOutOfTime = true }
                : OnWindows(candidate, task, windows, budget.Part()));
        }

        return new AutoComparison(candidates, share < budgetSeconds);
    }

    private static AutoCandidate OnWindows(AutoCandidate candidate, SeriesTask task, int windows, FitBudget budget)
    {
        int h = task.Horizon;
        int needed = Math.Max(1, candidate.Method.NeededObservations(task.Season, withIntervals: false));
        var errors = new List<double>();
        double slowest = 0.0;
        double left = budget.SecondsLeft();
        var own = candidate.TaskOf(task, budget);
        for (int size = task.Count - h; errors.Count < windows && size >= needed; size -= h)
        {
            var (error, refusal) = OnWindow(candidate.Method, own.Until(size), task.Y.Slice(size, h));
            if (budget.WasExhausted)
            {
                return candidate with { IsOutOfTime = true };
            }

            if (refusal is not null)
            {
                return errors.Count > 0 ? Compared() : candidate with { Refusal = refusal };
            }

            errors.Add(error);
            double now = budget.SecondsLeft();
            slowest = Math.Max(slowest, left - now);
            left = now;
        }

        return errors.Count > 0 ? Compared() : candidate with { Lacks = needed };

        AutoCandidate Compared() => candidate with { Errors = errors, Seconds = slowest };
    }

    /// <summary>The mean absolute error on one window, or why there is none.</summary>
    private static (double Error, string? Refusal) OnWindow(
        IForecastMethod method, SeriesTask window, ReadOnlySpan<double> actual)
    {
        double[] mean;
        try
        {
            mean = method.Forecast(window).Mean;
        }
        catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            return (double.NaN, window.ReasonOf(refusal)); // impossible for this method: it is not compared
        }

        double sum = 0.0;
        for (int k = 0; k < mean.Length; k++)
        {
            sum += Math.Abs(actual[k] - mean[k]);
        }

        return double.IsFinite(sum)
            ? (sum / mean.Length, null)
            : (double.NaN, "its forecast leaves the range of numbers.");
    }
}
