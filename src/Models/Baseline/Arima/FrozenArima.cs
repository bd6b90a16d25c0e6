using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>An ARIMA model with its estimates; the regression is solved anew in each history.</summary>
/// <param name="order">The order.</param>
/// <param name="ownSeason">Season length m of the model, which need not be the one of the task.</param>
/// <param name="coefficients">ARMA coefficients.</param>
internal sealed class FrozenArima(ArimaOrder order, int ownSeason, ArimaCoefficients coefficients) : IForecastMethod
{
    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => order.NeededObservations(ownSeason);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var own = task with { Season = ownSeason };
        return ArimaMethod.Answer(ArimaFit.Of(ArimaData.Of(order, own), coefficients), own);
    }
}
