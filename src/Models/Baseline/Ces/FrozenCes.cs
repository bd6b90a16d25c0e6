using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ces;

/// <summary>Complex exponential smoothing with its estimates; initial states are found anew in each history.</summary>
/// <param name="variant">Which form.</param>
/// <param name="parameters">α₀, α₁, and β₀, β₁ where the form has them.</param>
internal sealed class FrozenCes(CesVariant variant, double[] parameters) : IForecastMethod
{
    private const int Needed = 5;

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsOnePass => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        variant == CesVariant.N ? Needed : Math.Max(Needed, 2 * season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task) => CesMethod.Answer(CesFit.Of(variant, parameters, task), task);
}
