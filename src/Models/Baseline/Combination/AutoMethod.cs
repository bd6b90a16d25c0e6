using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>
/// The method that forecast the recent past best: each candidate forecasts the last windows of the series from what
/// came before them (time-series cross-validation), and the one with the smallest mean absolute error is used. Source:
/// Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.10.
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
                "time_budget_seconds", "number >= 0.001", "10", "Seconds per series after which choosing ends."),
            OptionCard.Season,
        ],
        options => new AutoMethod(options))
    {
        TakesRegressors = true,
    };

    private readonly IReadOnlyList<MethodCard> _regular;
    private readonly IReadOnlyList<MethodCard> _intermittent;
    private readonly int _windows;
    private readonly double _budgetSeconds;

    private AutoMethod(ForecastOptions options)
    {
        _regular = MethodList.Read(options, "candidates", Candidates);
        _intermittent = MethodList.Read(options, "candidates", IntermittentCandidates);
        _windows = options.GetInt32("cv_windows", 1, 50) ?? DefaultWindows;
        _budgetSeconds = options.GetDouble("time_budget_seconds", 1e-3) ?? DefaultBudgetSeconds;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => withIntervals ? 3 : 1;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var cards = IsIntermittent(task.Y) ? _intermittent : _regular;
        var scores = Scores(cards, task);
        foreach (var (card, score) in scores.OrderBy(s => s.Error))
        {
            if (TryRun(card, task) is { } prediction)
            {
                return prediction with { Selection = Describe(card, score, scores, cards, task.Scale) };
            }
        }

        var naive = BaselineMethods.Find("naive")!; // in the table by name
        return Run(naive, naive.Create(ForecastOptions.Empty), task) with
        {
            Selection = new MethodSelection(naive.Name, "the series is too short to compare methods", []),
        };
    }

    /// <summary>Mean absolute error of each candidate over the windows it could forecast, until time is up.</summary>
    private List<(MethodCard Card, double Error)> Scores(IReadOnlyList<MethodCard> cards, SeriesTask task)
    {
        var budget = task.Budget.Within(_budgetSeconds);
        var scores = new List<(MethodCard, double)>();
        foreach (var card in cards)
        {
            if (scores.Count > 0 && !budget.Look())
            {
                break;
            }

            var method = card.Create(ForecastOptions.Empty);
            double error = HeldOutError(card, method, task with { Budget = budget });
            if (double.IsFinite(error))
            {
                scores.Add((card, error));
            }
        }

        return scores;
    }

    private double HeldOutError(MethodCard card, IForecastMethod method, SeriesTask task)
    {
        int h = task.Horizon;
        int windows = Math.Min(_windows, (task.Count - 1) / h);
        double sum = 0.0;
        int count = 0;
        for (int i = 0; i < windows; i++)
        {
            int size = task.Count - (windows - i) * h;
            var window = task.Until(size) with { Method = card.Name };
            bool isLongEnough = size >= method.NeededObservations(task.Season, withIntervals: false);
            if (!isLongEnough || TryMean(method, window) is not { } mean)
            {
                return double.PositiveInfinity;
            }

            for (int k = 0; k < h; k++)
            {
                sum += Math.Abs(task.Y[size + k] - mean[k]);
                count++;
            }
        }

        return count > 0 ? sum / count : double.PositiveInfinity;
    }

    private static double[]? TryMean(IForecastMethod method, SeriesTask window)
    {
        try
        {
            return method.Forecast(window).Mean;
        }
        catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            return null; // impossible for this method: it is no candidate
        }
    }

    private static Prediction? TryRun(MethodCard card, SeriesTask task)
    {
        var method = card.Create(ForecastOptions.Empty);
        bool isNative = task.WithIntervals && method.HasIntervals;
        if (task.Count < method.NeededObservations(task.Season, isNative))
        {
            return null;
        }

        try
        {
            return Run(card, method, task);
        }
        catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
        {
            return null; // the next best candidate takes its place
        }
    }

    private static Prediction Run(MethodCard card, IForecastMethod method, SeriesTask task) => SeriesRun.WithQuantiles(
        method,
        task with
        {
            Method = card.Name,
            Levels = task.WithIntervals ? task.Levels : [],
            Regressors = card.TakesRegressors ? task.Regressors : [],
        },
        IntervalOptions.Native);

    private static MethodSelection Describe(
        MethodCard card,
        double score,
        List<(MethodCard Card, double Error)> scores,
        IReadOnlyList<MethodCard> cards,
        double scale)
    {
        // Scores end where the time did: candidates after the last one that has a score were refused or not reached.
        string[] left = [.. cards.Where(c => scores.All(s => s.Card != c)).Select(c => c.Name)];
        double largest = scores.Max(s => s.Error);
        string reason = FormattableString.Invariant(
            $"smallest mean absolute error of {scores.Count} methods on held-out windows")
            + (largest > 0.0 ? FormattableString.Invariant($", {score / largest:P0} of the largest") : "")
            + (left.Length > 0 ? $"; impossible here, or out of time: {string.Join(", ", left)}" : "");
        return new MethodSelection(
            card.Name, reason, [.. scores.Select(s => KeyValuePair.Create(s.Card.Name, s.Error * scale))]);
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
