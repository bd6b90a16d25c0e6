using Tollama.Core.Errors;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>
/// From a comparison to a forecast: the best candidate whose fit to the whole series ends before the deadline. One that
/// refuses the series, or whose fit is cut, is passed over; where every fit is cut, the best one's cut fit it is.
/// </summary>
/// <param name="comparison">The candidates and how they did.</param>
/// <param name="task">The series.</param>
internal sealed class AutoChoice(AutoComparison comparison, SeriesTask task)
{
    /// <summary>A fit to the whole series may take longer than to a part of it.</summary>
    private const double Caution = 2.0;

    private readonly List<(AutoCandidate Candidate, string Why)> _passedOver = [];
    private AutoCandidate? _chosen;

    /// <summary>The method that gave the forecast.</summary>
    public AutoCandidate Chosen => _chosen ?? throw new InvalidOperationException("Nothing was chosen yet.");

    /// <summary>Whether the deadline cut its fit.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Candidates that come before it, with a sentence on why they are not chosen.</summary>
    public IReadOnlyList<(AutoCandidate Candidate, string Why)> PassedOver => _passedOver;

    /// <summary>The forecast.</summary>
    /// <param name="lastResort">What to try after all candidates.</param>
    /// <exception cref="TollamaException">BadRequest: nothing can forecast the series.</exception>
    public Prediction Run(IReadOnlyList<AutoCandidate> lastResort)
    {
        var ranked = comparison.Ranking.Select(c => c.Candidate).ToList();
        AutoCandidate[] order = [.. ranked, .. comparison.Candidates.Except(ranked), .. lastResort];
        (AutoCandidate Candidate, Prediction Prediction, int Before)? cut = null;
        for (int i = 0; i < order.Length; i++)
        {
            var candidate = order[i];
            if (cut is not null && !candidate.Method.IsCheap && !task.Budget.Look())
            {
                continue; // it would be cut as well
            }

            double reserve = i + 1 < ranked.Count ? Caution * ranked[i + 1].Seconds : 0.0; // stays for the next best
            var budget = task.Budget.Within(Math.Max(0.0, task.Budget.SecondsLeft() - reserve));
            if (TryForecast(candidate, budget) is not { } prediction)
            {
                continue;
            }

            if (!budget.WasExhausted)
            {
                _chosen = candidate;
                return prediction;
            }

            cut ??= (candidate, prediction, _passedOver.Count);
            _passedOver.Add((candidate, "its fit to the whole series did not end before the deadline; raise 'timeout'."));
        }

        if (cut is not { } best)
        {
            string reasons = string.Join(" ", _passedOver.Select(p => $"{p.Candidate.Name}: {p.Why}"));
            throw task.Refusal($"no candidate can forecast it. {reasons} Name other candidates, or mend the series.");
        }

        _passedOver.RemoveRange(best.Before, _passedOver.Count - best.Before);
        _chosen = best.Candidate;
        IsCut = true;
        return best.Prediction;
    }

    private Prediction? TryForecast(AutoCandidate candidate, FitBudget budget)
    {
        var own = candidate.TaskOf(task, budget) with { Levels = task.WithIntervals ? task.Levels : [] };
        bool isNative = task.WithIntervals && candidate.Method.HasIntervals;
        int needed = candidate.Method.NeededObservations(task.Season, isNative);
        try
        {
            return task.Count >= needed
                ? SeriesRun.WithQuantiles(candidate.Method, own, IntervalOptions.Native)
                : throw own.Refusal($"it needs at least {needed} observations and has {task.Count}.");
        }
        catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            _passedOver.Add((candidate, own.ReasonOf(refusal))); // the next best takes its place
            return null;
        }
    }
}
