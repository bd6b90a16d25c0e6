using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Simple;

/// <summary>
/// The value of one season ago: ŷ_{n+k} = y_{n−m+1+((k−1) mod m)}, σ_k = σ√(⌊(k−1)/m⌋+1), σ² = Σ(y_t − y_{t−m})²/(n−m).
/// Source: Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2 and §5.5.
/// </summary>
internal sealed class SeasonalNaive : IForecastMethod
{
    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "seasonal-naive", "The value of one season ago.", [OptionCard.Season], _ => new SeasonalNaive());

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        (int)Math.Min(int.MaxValue, withIntervals ? season + 1L : season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task) => Repeat(task, task.Season);

    /// <summary>Repeats the last <paramref name="period"/> values.</summary>
    public static Prediction Repeat(SeriesTask task, int period)
    {
        var cycle = task.Y[^period..];
        double[] mean = new double[task.Horizon];
        for (int done = 0; done < mean.Length; done += period)
        {
            cycle[..Math.Min(period, mean.Length - done)].CopyTo(mean.AsSpan(done));
        }

        return new Prediction { Mean = mean, Deviations = task.WithIntervals ? Deviations(task, period) : null };
    }

    private static double[] Deviations(SeriesTask task, int period)
    {
        var y = task.Y;
        double squares = 0.0;
        for (int t = period; t < y.Length; t++)
        {
            double error = y[t] - y[t - period];
            squares += error * error;
        }

        double sigma = Math.Sqrt(squares / (y.Length - period));
        double[] deviations = new double[task.Horizon];
        for (int k = 0; k < deviations.Length; k++)
        {
            deviations[k] = sigma * Math.Sqrt(k / period + 1);
        }

        return deviations;
    }
}
