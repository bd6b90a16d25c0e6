using Tollama.Models.Baseline.Ets;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.M4;

/// <summary>
/// What R's <c>ets</c>, and so the competition's script, does with a series of at most four observations more than
/// parameters: plain exponential smoothing or Holt's method from the first observation and the first difference, only
/// the weights being estimated, by least squares; a damped trend is not damped then.
/// </summary>
internal static class ShortSmoothing
{
    private const int SpareObservations = 4;
    private const double StartAlpha = 0.2;
    private const double StartBeta = 0.02;
    private const double Step = 1e-6;
    private const double Gain = 1e-10;

    /// <summary>Whether a series is that short for a form.</summary>
    /// <param name="form">ANN, AAN or AAdN.</param>
    /// <param name="count">Observations.</param>
    public static bool Applies(EtsForm form, int count) => count <= form.FreeCount(season: 1) + SpareObservations;

    /// <summary>The point forecast, <c>(h)</c>.</summary>
    /// <param name="form">With or without trend.</param>
    /// <param name="task">A seasonally adjusted series.</param>
    public static double[] Forecast(EtsForm form, SeriesTask task)
    {
        double[] y = task.Y.ToArray();
        double[] weights = form.HasTrend ? [StartAlpha, StartBeta] : [StartAlpha];
        double[] lowest = new double[weights.Length];
        new BoxQuasiNewton(Squares, lowest, Prediction.Repeat(1.0, weights.Length))
            .Minimise(weights, Gain, task.Budget);
        var (level, growth, _) = Run(weights, y);
        return [.. Enumerable.Range(1, task.Horizon).Select(k => level + k * growth)];

        double Squares(ReadOnlySpan<double> x, Span<double> gradient)
        {
            CentralDifferences.Take(point => Run(point, y).Squares, x, Step, gradient);
            return Run(x.ToArray(), y).Squares;
        }
    }

    /// <summary>l' = l + b + αe, b' = β(l' − l) + (1 − β)b; the last states and Σe².</summary>
    private static (double Level, double Growth, double Squares) Run(double[] weights, double[] y)
    {
        bool hasTrend = weights.Length > 1;
        double level = y[0];
        double growth = hasTrend ? y[1] - y[0] : 0.0;
        double squares = 0.0;
        foreach (double value in y)
        {
            double error = value - level - growth;
            double next = level + growth + weights[0] * error;
            growth = hasTrend ? weights[1] * (next - level) + (1.0 - weights[1]) * growth : 0.0;
            level = next;
            squares += error * error;
        }

        return (level, growth, squares);
    }
}
