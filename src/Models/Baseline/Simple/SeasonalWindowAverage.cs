using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Simple;

/// <summary>
/// The mean of the last w values at the same position of the season. It has no model, so intervals are conformal.
/// </summary>
internal sealed class SeasonalWindowAverage : IForecastMethod
{
    private const int DefaultWindow = 3;

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "seasonal-window-average",
        "The mean of the last values at the same position of the season.",
        [OptionCard.Season, new OptionCard("window", "integer >= 1", "3", "How many seasons to average.")],
        options => new SeasonalWindowAverage(options.GetInt32("window", 1) ?? DefaultWindow));

    private readonly int _window;

    private SeasonalWindowAverage(int window) => _window = window;

    /// <inheritdoc/>
    public bool HasIntervals => false;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        (int)Math.Min(int.MaxValue, (long)season * _window);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        int season = task.Season;
        var recent = task.Y[^(season * _window)..];
        double[] mean = new double[task.Horizon];
        for (int k = 0; k < mean.Length; k++)
        {
            if (k >= season)
            {
                mean[k] = mean[k - season];
                continue;
            }

            double sum = 0.0;
            for (int t = k; t < recent.Length; t += season)
            {
                sum += recent[t];
            }

            mean[k] = sum / _window;
        }

        return new Prediction { Mean = mean };
    }
}
