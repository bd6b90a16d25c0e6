using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Simple;

/// <summary>
/// The mean of the history: ŷ_{n+k} = ȳ, σ_k = σ√(1+1/n) at every step, σ² = Σ(y_t − ȳ)²/(n−1).
/// Source: Hyndman &amp; Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2 and §5.5.
/// </summary>
internal sealed class HistoricAverage : IForecastMethod
{
    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card =
        new("historic-average", "The mean of the history.", [], _ => new HistoricAverage());

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => withIntervals ? 2 : 1;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var y = task.Y;
        double average = TensorPrimitives.Sum(y) / y.Length;
        var prediction = new Prediction { Mean = Prediction.Repeat(average, task.Horizon) };
        if (!task.WithIntervals)
        {
            return prediction;
        }

        double squares = 0.0;
        foreach (double value in y)
        {
            squares += (value - average) * (value - average);
        }

        double sigma = Math.Sqrt(squares / (y.Length - 1));
        return prediction with
        {
            Deviations = Prediction.Repeat(sigma * Math.Sqrt(1.0 + 1.0 / y.Length), task.Horizon),
        };
    }
}
