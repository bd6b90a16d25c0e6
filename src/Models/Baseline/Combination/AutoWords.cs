using System.Globalization;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>Says why a method was chosen, and what the caller should know of it.</summary>
internal sealed class AutoWords
{
    private const string FirstPossible =
        "the first candidate that can forecast the series, as it could not be compared on held-out windows";

    private readonly AutoComparison _comparison;
    private readonly AutoChoice _choice;
    private readonly SeriesTask _task;
    private readonly bool _wasCompared;
    private readonly string _late;

    /// <summary>Creates the words for a choice that was made.</summary>
    public AutoWords(AutoComparison comparison, AutoChoice choice, SeriesTask task)
    {
        _comparison = comparison;
        _choice = choice;
        _task = task;
        _wasCompared = comparison.Ranking.Any(c => c.Candidate == choice.Chosen);
        _late = Names(comparison.Candidates.Where(c => c.IsOutOfTime));
    }

    /// <summary>The reason of <c>usage.selections</c>.</summary>
    public string Reason() => string.Join("; ", [Merit(), .. Obstacles()]);

    /// <summary>What did not go as asked, in sentences that name series, method and remedy.</summary>
    /// <param name="budgetSeconds">Option <c>time_budget_seconds</c>.</param>
    public IEnumerable<string> Warnings(double budgetSeconds)
    {
        string head = $"Series '{_task.SeriesId}', method '{_task.Method}': ";
        if (_late.Length > 0)
        {
            yield return head + TimeWasUp(budgetSeconds);
        }

        if (!_wasCompared)
        {
            yield return head + $"the forecast is that of '{_choice.Chosen.Name}', {FirstPossible}. "
                + $"{string.Join("; ", Obstacles())}. Give more observations, a shorter horizon or other candidates.";
        }
        else if (_choice.PassedOver.Count > 0)
        {
            string better = string.Join(" ", _choice.PassedOver.Select(p => $"{p.Candidate.Name}: {p.Why}"));
            yield return head + $"the forecast is that of '{_choice.Chosen.Name}', although others had smaller errors. "
                + $"{better} Otherwise name other candidates.";
        }

        if (_choice.IsCut)
        {
            yield return head + $"the fit of '{_choice.Chosen.Name}' ended at the deadline; the forecast is from the "
                + "best model found so far. Raise 'timeout', or name cheaper candidates.";
        }

        if (!_choice.Chosen.Card.TakesRegressors)
        {
            foreach (var regressor in _task.Regressors)
            {
                yield return $"model '{_task.Method}' (family {BaselineModels.Family}) did not use known-future "
                    + $"numeric covariates: '{regressor.Name}' of series '{_task.SeriesId}'; the method that it chose, "
                    + $"'{_choice.Chosen.Name}', cannot. Name candidates that can, such as auto-arima, or set "
                    + "covariates_mode to strict";
            }
        }
    }

    /// <summary>Why other candidates were not chosen, or not compared.</summary>
    private IEnumerable<string> Obstacles()
    {
        foreach (var (candidate, why) in _choice.PassedOver)
        {
            yield return $"passed over: {candidate.Name}: {why.TrimEnd('.')}";
        }

        var lacking = _comparison.Candidates.Where(c => c.Lacks is not null).ToArray();
        if (lacking.Length > 0)
        {
            string needs = string.Join(", ", lacking.Select(c => $"{c.Name} (needs {c.Lacks} observations)"));
            yield return $"not compared: {needs}: the newest held-out window of {_task.Horizon} steps leaves "
                + $"{Math.Max(0, _task.Count - _task.Horizon)}";
        }

        var known = _choice.PassedOver.Select(p => p.Candidate);
        foreach (var candidate in _comparison.Candidates.Where(c => c.Refusal is not null).Except(known))
        {
            yield return $"not compared: {candidate.Name}: {candidate.Refusal!.TrimEnd('.')}";
        }

        if (_choice.IsCut)
        {
            yield return "its fit ended at the deadline";
        }

        if (_late.Length > 0)
        {
            yield return $"out of time: {_late}";
        }
    }

    private string TimeWasUp(double budgetSeconds)
    {
        string end = _comparison.EndsAtDeadline
            ? "half of the time before the deadline"
            : string.Create(CultureInfo.InvariantCulture, $"its time_budget_seconds of {budgetSeconds}");
        string remedy = _comparison.EndsAtDeadline ? "timeout" : "time_budget_seconds";
        return $"choosing ended after {end}; not compared: {_late}. Raise '{remedy}', or name fewer candidates.";
    }

    private string Merit()
    {
        if (!_wasCompared)
        {
            return FirstPossible;
        }

        string windows = _comparison.Windows == 1
            ? $"a held-out window of {_task.Horizon} steps"
            : $"{_comparison.Windows} held-out windows of {_task.Horizon} steps";
        int count = _comparison.Ranking.Count;
        if (count == 1)
        {
            return $"the only method that could be compared, on {windows}";
        }

        double error = _comparison.Ranking.First(c => c.Candidate == _choice.Chosen).Error;
        double largest = _comparison.Ranking[^1].Error;
        string share = largest > 0.0
            ? string.Create(CultureInfo.InvariantCulture, $", {error / largest:P0} of the largest")
            : "";
        return $"smallest mean absolute error of {count} methods on {windows}{share}"
            + (_choice.PassedOver.Count > 0 ? ", less those that are passed over" : "");
    }

    private static string Names(IEnumerable<AutoCandidate> candidates) =>
        string.Join(", ", candidates.Select(c => c.Name));
}
