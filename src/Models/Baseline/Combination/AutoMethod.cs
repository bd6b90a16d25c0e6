using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>
/// The method that forecast the recent past best, by <see cref="AutoComparison"/>: of those whose fit to the whole
/// series ends in time the one with the smallest mean absolute error on held-out windows.
/// </summary>
internal sealed class AutoMethod : IForecastMethod
{
    private const int DefaultWindows = 3;
    private const double DefaultBudgetSeconds = 10.0;
    private const double IntermittentShare = 0.3;

    private static readonly string[] Candidates =
        ["seasonal-naive", "theta", "auto-theta", "holt-damped", "auto-ets", "drift", "auto-ces", "auto-arima"];

    private static readonly string[] IntermittentCandidates =
        ["croston-sba", "tsb", "adida", "imapa", "ses-optimized", "historic-average"];

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "auto",
        "The method with the smallest error on held-out windows of the series.",
        [
            new OptionCard(
                "candidates",
                "list of method names",
                $"{string.Join(", ", Candidates)}; with many zeros {string.Join(", ", IntermittentCandidates)}",
                "What to choose from, cheapest first."),
            new OptionCard("cv_windows", "integer 1 to 50", "3", "Held-out windows, each as long as the horizon."),
            new OptionCard(
                "time_budget_seconds",
                "number >= 0.001",
                "10",
                "Seconds per series after which choosing ends; at most half of the time before the deadline."),
            OptionCard.Season,
        ],
        options => new AutoMethod(options))
    {
        TakesRegressors = true,
    };

    private readonly IReadOnlyList<MethodCard> _regular;
    private readonly IReadOnlyList<MethodCard> _intermittent;
    private readonly bool _areNamed;
    private readonly int _windows;
    private readonly double _budgetSeconds;

    private AutoMethod(ForecastOptions options)
    {
        _regular = MethodList.Read(options, "candidates", Candidates);
        _intermittent = MethodList.Read(options, "candidates", IntermittentCandidates);
        _areNamed = options.TryGet("candidates", out _);
        _windows = options.GetInt32("cv_windows", 1, 50) ?? DefaultWindows;
        _budgetSeconds = options.GetDouble("time_budget_seconds", 1e-3) ?? DefaultBudgetSeconds;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => withIntervals ? 3 : 1;

    /// <inheritdoc/>
    public bool CanRegress => _regular.Any(card => card.TakesRegressors);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var cards = task.MustRegress
            ? [.. _regular.Where(card => card.TakesRegressors)]
            : IsIntermittent(task.Y) ? _intermittent : _regular;
        var comparison = AutoComparison.Run(cards, task, _windows, _budgetSeconds);
        var choice = new AutoChoice(comparison, task);
        var prediction = choice.Run(LastResort(cards, task));
        var words = new AutoWords(comparison, choice, task);
        return prediction with
        {
            Chosen = choice.Chosen.Method,
            Selection = new MethodSelection(
                choice.Chosen.Name,
                words.Reason(),
                [.. comparison.Ranking.Select(c => KeyValuePair.Create(c.Candidate.Name, c.Error * task.Scale))]),
            Warnings = [.. words.Warnings(_budgetSeconds), .. prediction.Warnings],
        };
    }

    /// <summary>What forecasts any series where nobody said what to choose from; no method otherwise.</summary>
    private AutoCandidate[] LastResort(IReadOnlyList<MethodCard> cards, SeriesTask task)
    {
        var naive = BaselineMethods.Find("naive")!; // in the table by name
        return _areNamed || task.MustRegress || cards.Contains(naive)
            ? []
            : [new AutoCandidate(naive, naive.Create(ForecastOptions.Empty))];
    }

    /// <summary>Whether a series looks like demand with gaps: nothing negative, and many zeros.</summary>
    private static bool IsIntermittent(ReadOnlySpan<double> y)
    {
        int zeros = 0;
        foreach (double value in y)
        {
            if (value < 0.0)
            {
                return false;
            }

            zeros += value == 0.0 ? 1 : 0;
        }

        return zeros >= IntermittentShare * y.Length;
    }
}
