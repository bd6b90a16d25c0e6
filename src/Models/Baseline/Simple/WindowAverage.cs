using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Simple;

/// <summary>
/// The mean of the last w values: ŷ_{n+k} = (y_{n−w+1} + … + y_n)/w. It has no model, so intervals are conformal.
/// </summary>
internal sealed class WindowAverage : IForecastMethod
{
    private const int WindowWithoutSeason = 10;

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "window-average",
        "The mean of the last values.",
        [
            new OptionCard(
                "window", "integer >= 1", "the season length if above 1, else 10", "How many values to average."),
            OptionCard.Season,
        ],
        options => new WindowAverage(options.GetInt32("window", 1)));

    private readonly int? _window;

    private WindowAverage(int? window) => _window = window;

    /// <inheritdoc/>
    public bool HasIntervals => false;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => Window(season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        int window = Window(task.Season);
        return new Prediction
        {
            Mean = Prediction.Repeat(TensorPrimitives.Sum(task.Y[^window..]) / window, task.Horizon),
        };
    }

    private int Window(int season) => _window ?? (season > 1 ? season : WindowWithoutSeason);
}
