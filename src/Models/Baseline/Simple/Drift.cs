using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Simple;

/// <summary>
/// The line through the first and the last value (a random walk with drift): ŷ_{n+k} = y_n + k·s,
/// s = (y_n − y₁)/(n−1), σ_k = σ√(k(1+k/(n−1))), σ² = Σ(y_t − y_{t−1} − s)²/(n−1).
/// Source: Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2 and §5.5.
/// </summary>
internal sealed class Drift : IForecastMethod
{
    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card =
        new("drift", "The line through the first and the last value.", [], _ => new Drift());

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => withIntervals ? 3 : 2;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var y = task.Y;
        int steps = y.Length - 1;
        double slope = (y[^1] - y[0]) / steps;
        double[] mean = new double[task.Horizon];
        for (int k = 1; k <= mean.Length; k++)
        {
            mean[k - 1] = y[^1] + k * slope;
        }

        return new Prediction { Mean = mean, Deviations = task.WithIntervals ? Deviations(task, slope) : null };
    }

    private static double[] Deviations(SeriesTask task, double slope)
    {
        var y = task.Y;
        double steps = y.Length - 1;
        double squares = 0.0;
        for (int t = 1; t < y.Length; t++)
        {
            double error = y[t] - y[t - 1] - slope;
            squares += error * error;
        }

        double sigma = Math.Sqrt(squares / steps);
        double[] deviations = new double[task.Horizon];
        for (int k = 1; k <= deviations.Length; k++)
        {
            deviations[k - 1] = sigma * Math.Sqrt(k * (1.0 + k / steps));
        }

        return deviations;
    }
}
