using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>An ARIMA model with its estimates; the regression is solved anew in each history.</summary>
/// <param name="order">The order.</param>
/// <param name="coefficients">ARMA coefficients.</param>
internal sealed class FrozenArima(ArimaOrder order, ArimaCoefficients coefficients) : IForecastMethod
{
    private const int SpareObservations = 2;

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsOnePass => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        order.Lost(season) + order.CoefficientCount + (order.HasConstant ? 1 : 0) + SpareObservations;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task) =>
        ArimaMethod.Answer(ArimaFit.Of(ArimaData.Of(order, task), coefficients), task);
}
