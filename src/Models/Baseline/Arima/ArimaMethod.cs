using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// A seasonal ARIMA model of given order, with regression on covariates that are known over the horizon.
/// Source: Box &amp; Jenkins (1970); exact likelihood as in Gardner, Harvey, Phillips, Applied Statistics 29 (1980).
/// </summary>
internal sealed class ArimaMethod : IForecastMethod
{
    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "arima",
        "The ARIMA model of the order that you name, with covariates.",
        [
            new OptionCard(
                "order", "[p, d, q]", "[0, 0, 0]", "Autoregressive order, differences, moving average order."),
            new OptionCard("seasonal_order", "[P, D, Q]", "[0, 0, 0]", "The same for the season."),
            new OptionCard("include_mean", "boolean", "true", "Estimate a mean, where nothing is differenced."),
            new OptionCard("include_drift", "boolean", "false", "Estimate a drift; d and D make one difference."),
            OptionCard.Season,
        ],
        options => new ArimaMethod(OrderOptions.Read(options)))
    {
        TakesRegressors = true,
        TakesGivenModel = true,
    };

    private readonly OrderOptions _options;

    private ArimaMethod(OrderOptions options) => _options = options;

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => _options.Order.NeededObservations(season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (task.At is { } given)
        {
            return ArimaGiven.Forecast(given, _options, task);
        }

        var order = _options.Order;
        ArimaBounds.Check(order, task);
        int needed = order.NeededObservations(task.Season, task.Regressors.Count);
        if (task.Count < needed)
        {
            throw task.Refusal(
                $"with {task.Regressors.Count} covariates it needs {needed} observations and has {task.Count}.");
        }

        return ConstantSeries.Is(task.Y)
            ? ConstantSeries.Forecast(task, new FitReport { Components = order.Name(task.Season) })
            : Answer(ArimaSearch.Fit(order, task), task);
    }

    /// <summary>The forecast of a fitted model.</summary>
    public static Prediction Answer(ArimaFit fit, SeriesTask task)
    {
        var (mean, deviations) = fit.Forecast(task);
        return new Prediction
        {
            Mean = mean,
            Deviations = deviations,
            Fit = fit.Report(task),
            Frozen = new FrozenArima(fit.Order, task.Season, fit.Coefficients),
        };
    }
}
