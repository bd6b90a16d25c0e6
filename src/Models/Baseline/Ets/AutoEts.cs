using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// The exponential smoothing model with the smallest corrected Akaike criterion, of those whose trend the history bears
/// out (<see cref="EtsGrowth"/>).
/// Source: Hyndman, Koehler, Snyder, Grose, A state space framework for automatic forecasting using exponential
/// smoothing methods, International Journal of Forecasting 18 (2002).
/// </summary>
internal sealed class AutoEts : IForecastMethod
{
    private const int Needed = 6;

    private static readonly (EtsComponent Trend, bool IsDamped)[] Trends =
    [
        (EtsComponent.None, false),
        (EtsComponent.Additive, true),
        (EtsComponent.Additive, false),
        (EtsComponent.Multiplicative, true),
        (EtsComponent.Multiplicative, false),
    ];

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "auto-ets",
        "The exponential smoothing model that fits best (smallest AICc).",
        [
            OptionCard.Season,
            new OptionCard("allow_multiplicative_trend", "boolean", "false", "Also try trends that grow by a factor."),
        ],
        options => new AutoEts(options.GetBoolean("allow_multiplicative_trend") ?? false, takesSeason: true))
    {
        TakesGivenModel = true,
    };

    private readonly bool _allowsMultiplicativeTrend;
    private readonly bool _takesSeason;

    /// <summary>Creates the selection.</summary>
    /// <param name="allowsMultiplicativeTrend">Whether to try multiplicative trends.</param>
    /// <param name="takesSeason">Whether to try seasonal models.</param>
    public AutoEts(bool allowsMultiplicativeTrend, bool takesSeason)
    {
        _allowsMultiplicativeTrend = allowsMultiplicativeTrend;
        _takesSeason = takesSeason;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => Needed;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (task.At is { } given)
        {
            return EtsGiven.Forecast(given, null, [], task);
        }

        if (ConstantSeries.Is(task.Y))
        {
            return ConstantSeries.Forecast(
                task,
                new FitReport
                {
                    Components = EtsForm.Ann.ToString(),
                    Parameters = [new("alpha", EtsWeights.Highest)],
                    InitialStates = [task.Y[0] * task.Scale],
                    Sigma2 = 0.0,
                });
        }

        EtsFit? best = null;
        foreach (var form in Candidates(task))
        {
            if (best is not null && !task.Budget.Look())
            {
                break;
            }

            var fit = EtsSearch.Fit(form, task.Season, task.History, task.Budget);
            if (best is null || (fit.HasGrowthOfData && fit.Aicc < best.Aicc))
            {
                best = fit;
            }
        }

        // The first candidate, simple smoothing, fits every series of the least length.
        return EtsForecast.Of(best!, task) with { Warnings = Warnings(task) };
    }

    private IEnumerable<EtsForm> Candidates(SeriesTask task)
    {
        bool isPositive = TensorPrimitives.Min(task.Y) > 0.0;
        foreach (var error in new[] { EtsComponent.Additive, EtsComponent.Multiplicative })
        {
            foreach (var (trend, isDamped) in Trends)
            {
                foreach (var season in new[] { EtsComponent.None, EtsComponent.Additive, EtsComponent.Multiplicative })
                {
                    var form = new EtsForm(error, trend, isDamped, season);
                    if ((isPositive || !form.NeedsPositive) && IsTried(form, task))
                    {
                        yield return form;
                    }
                }
            }
        }
    }

    private bool IsTried(EtsForm form, SeriesTask task)
    {
        bool isMixed = form.Error == EtsComponent.Additive && form.NeedsPositive
            || form.Trend == EtsComponent.Multiplicative && form.Season == EtsComponent.Additive;
        return !isMixed
            && (_allowsMultiplicativeTrend || form.Trend != EtsComponent.Multiplicative)
            && (!form.HasSeason || CanFitSeason(task))
            && form.FreeCount(task.Season) < task.Count - 1;
    }

    private bool CanFitSeason(SeriesTask task) =>
        _takesSeason && task.Season is > 1 and <= EtsForm.LongestSeason && task.Count > task.Season;

    private IReadOnlyList<string> Warnings(SeriesTask task)
    {
        if (!_takesSeason || task.Season == 1 || (task.Season <= EtsForm.LongestSeason && task.Count > 2 * task.Season))
        {
            return [];
        }

        string reason = task.Season > EtsForm.LongestSeason
            ? $"a season of {task.Season} observations is longer than {EtsForm.LongestSeason}; use mstl for it"
            : $"{task.Count} observations are less than two seasons of {task.Season} and one more";
        return [$"Series '{task.SeriesId}', method '{task.Method}': {reason}; the season may be left out."];
    }
}
