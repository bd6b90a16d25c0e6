using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ces;

/// <summary>
/// Complex exponential smoothing with its estimates, from any point of the history that it was fitted to. The initial
/// states are among the estimates: backfitting to a part of the history may run away where it did not on the whole.
/// </summary>
/// <param name="fit">The model, its filter left at the end of the history.</param>
internal sealed class FrozenCes(CesFit fit) : IForecastMethod
{
    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        CesMethod.NeededObservations(fit.Variant, season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task) => CesMethod.Answer(fit, task);
}
