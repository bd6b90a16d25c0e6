using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Arima;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Seasons;

namespace Tollama.Models.Baseline.Methods;

/// <summary>The options of a request, read once for all its series.</summary>
internal sealed record MethodPlan
{
    private const int DefaultBudgetSeconds = 300;
    private const double BudgetShareOfTimeout = 0.8;

    /// <summary>The method's line in the table.</summary>
    public required MethodCard Card { get; init; }

    /// <summary>The method with its own options.</summary>
    public required IForecastMethod Method { get; init; }

    /// <summary>Where quantiles come from.</summary>
    public required IntervalOptions Intervals { get; init; }

    /// <summary><c>options.season_length</c>; null to take it from each series' freq.</summary>
    public int? SeasonOption { get; init; }

    /// <summary>Seed of simulated quantiles.</summary>
    public long Seed { get; init; }

    /// <summary>Whether <c>usage.fits</c> is wanted.</summary>
    public bool ReturnsFit { get; init; }

    /// <summary><c>options.at</c>.</summary>
    public GivenModel? At { get; init; }

    /// <summary>How long the fits of one request may search before they answer with the best so far.</summary>
    public TimeSpan SearchTime { get; init; }

    /// <summary>Reads a request's options.</summary>
    /// <exception cref="TollamaException">
    /// BadRequest: an option is wrong. InvalidRequest: strict mode, and the options leave no use for the covariates.
    /// </exception>
    public static MethodPlan Read(MethodCard card, ForecastRequest request)
    {
        var options = request.Options;
        var at = GivenModel.Read(options);
        if (at is not null && !card.TakesGivenModel)
        {
            throw new TollamaException(
                ErrorCode.BadRequest, $"Model '{card.Name}' does not take option 'at'; leave it out.");
        }

        var method = card.Create(options);
        if (card.TakesRegressors && !method.CanRegress && request.Parameters.IsStrict)
        {
            CovariateRules.Apply(request, BaselineModels.Family, ModelCapabilities.None, []); // names what is refused
        }

        double seconds = (request.TimeoutSeconds ?? DefaultBudgetSeconds) * BudgetShareOfTimeout;
        return new MethodPlan
        {
            Card = card,
            Method = method,
            Intervals = IntervalOptions.Read(options),
            SeasonOption = options.GetInt32("season_length", 1),
            Seed = options.GetInt64("seed") ?? 0,
            ReturnsFit = options.GetBoolean("return_fit") ?? false,
            At = at,
            SearchTime = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds)),
        };
    }

    /// <summary>The season length of one series.</summary>
    public int Season(SeriesInput series) => SeasonOption ?? SeasonLength.OfAlias(series.Freq);

    /// <summary>Whether the quantiles of a request need forecasts from earlier origins.</summary>
    public bool ForecastsFromThePast(ForecastRequest request) =>
        request.Quantiles.Count > 0 && !Intervals.AreOf(Method);

    /// <summary>Refuses a covariate that <c>usage.fits</c> or <c>at</c> could not tell from a parameter.</summary>
    /// <param name="covariate">Its name.</param>
    /// <param name="series">Its series.</param>
    /// <exception cref="TollamaException">BadRequest: names the covariate.</exception>
    public void CheckName(string covariate, SeriesInput series)
    {
        if ((ReturnsFit || At is not null) && ArimaNames.IsTaken(covariate))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}', method '{Card.Name}': options return_fit and at cannot tell covariate "
                + $"'{covariate}' from the parameter of that name. Rename the covariate, or leave the options out.");
        }
    }

    /// <summary>Refuses a series that is too short.</summary>
    /// <exception cref="TollamaException">BadRequest: names series, method, needed and given number.</exception>
    public void CheckLength(SeriesInput series, bool withQuantiles)
    {
        bool withIntervals = withQuantiles && Intervals.AreOf(Method);
        int needed = Method.NeededObservations(Season(series), withIntervals);
        if (series.Target.Count < needed)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}', method '{Card.Name}': it needs at least {needed} observations"
                + $"{(withIntervals ? " when quantiles are requested" : "")} and has {series.Target.Count}. "
                + "Give more history or choose a simpler method.");
        }
    }
}
