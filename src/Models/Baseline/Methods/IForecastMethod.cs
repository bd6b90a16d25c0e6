using Tollama.Core.Errors;

namespace Tollama.Models.Baseline.Methods;

/// <summary>A method with its options read: forecasts any series, holds no state between them.</summary>
internal interface IForecastMethod
{
    /// <summary>Whether the method's own theory gives intervals; the others get conformal ones.</summary>
    bool HasIntervals { get; }

    /// <summary>
    /// Whether a forecast is a pass through the history, or a search for one weight: microseconds, so that many origins
    /// are affordable and a series is not worth a thread.
    /// </summary>
    bool IsCheap => false;

    /// <summary>
    /// Whether, with its options, the method can use the covariates that its line in the table says it takes.
    /// </summary>
    bool CanRegress => true;

    /// <summary>Fewest observations this method accepts.</summary>
    /// <param name="season">Season length, at least 1.</param>
    /// <param name="withIntervals">Whether its own intervals are wanted, which may take more than the mean.</param>
    int NeededObservations(int season, bool withIntervals);

    /// <summary>Forecasts one series that is long enough.</summary>
    /// <exception cref="TollamaException">BadRequest: this series is impossible for the method.</exception>
    Prediction Forecast(SeriesTask task);
}
