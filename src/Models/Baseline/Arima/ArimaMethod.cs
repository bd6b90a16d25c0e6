using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
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
        options => new ArimaMethod(Read(options)))
    {
        TakesRegressors = true,
        TakesGivenModel = true,
    };

    private readonly ArimaOrder _order;

    private ArimaMethod(ArimaOrder order) => _order = order;

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => _order.NeededObservations(season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (task.At is { } given)
        {
            return ArimaGiven.Forecast(given, _order, task);
        }

        ArimaBounds.Check(_order, task);
        int needed = _order.NeededObservations(task.Season, task.Regressors.Count);
        if (task.Count < needed)
        {
            throw task.Refusal(
                $"with {task.Regressors.Count} covariates it needs {needed} observations and has {task.Count}.");
        }

        return ConstantSeries.Is(task.Y)
            ? ConstantSeries.Forecast(task, new FitReport { Components = _order.Name(task.Season) })
            : Answer(ArimaSearch.Fit(_order, task), task);
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

    private static ArimaOrder Read(ForecastOptions options)
    {
        var plain = Triple(options, "order");
        var seasonal = Triple(options, "seasonal_order");
        int differences = plain[1] + seasonal[1];
        bool hasMean = (options.GetBoolean("include_mean") ?? true) && differences == 0;
        bool hasDrift = options.GetBoolean("include_drift") ?? false;
        if (hasDrift && differences != 1)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'include_drift' is true and d + D is {differences}; a drift goes with one difference. "
                + "Set d + D to 1, or leave the drift out.");
        }

        return new ArimaOrder(
            plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2], hasMean || hasDrift);
    }

    private static IReadOnlyList<int> Triple(ForecastOptions options, string name)
    {
        var list = options.GetInt32List(name) ?? [0, 0, 0];
        return list.Count == 3
            && list.All(x => x is >= 0 and <= ArimaBounds.LargestOrder)
            && list[1] <= ArimaBounds.MostDifferences
                ? list
                : throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Option '{name}' is [{string.Join(", ", list)}]; it must be three integers from 0 to "
                    + $"{ArimaBounds.LargestOrder}, the second at most {ArimaBounds.MostDifferences}.");
    }
}
