using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Simple;

/// <summary>
/// The last value (a random walk): ŷ_{n+k} = y_n, σ_k = σ√k, σ² = Σ(y_t − y_{t−1})²/(n−1).
/// Source: Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2 and §5.5.
/// </summary>
internal sealed class Naive : IForecastMethod
{
    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new("naive", "The last value.", [], _ => new Naive());

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => withIntervals ? 2 : 1;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task) => SeasonalNaive.Repeat(task, period: 1);
}
