using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>An exponential smoothing model with its estimates, for any history that starts where its own did.</summary>
/// <param name="form">Which model.</param>
/// <param name="weights">Smoothing parameters.</param>
/// <param name="initialStates">Initial states in the task's unit.</param>
internal sealed class FrozenEts(EtsForm form, EtsWeights weights, double[] initialStates) : IForecastMethod
{
    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => form.NeededObservations(season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task) =>
        EtsForecast.Of(new EtsFit(form, task.Season, weights, initialStates, task.History), task);
}
