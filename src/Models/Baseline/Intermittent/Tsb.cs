using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Smoothing;

namespace Tollama.Models.Baseline.Intermittent;

/// <summary>
/// Demand per step as smoothed probability times smoothed size; the probability falls at every step without demand, so
/// that goods which nobody buys any more are noticed. Source: Teunter, Syntetos, Babai, Intermittent demand: linking
/// forecasting to inventory obsolescence, European Journal of Operational Research 214 (2011), equation 1.
/// </summary>
internal sealed class Tsb : IForecastMethod
{
    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "tsb",
        "Intermittent demand: smoothed probability times smoothed size.",
        [
            new OptionCard("alpha_demand", "number, 0 to 1", "0.1", "Weight of the newest demand."),
            new OptionCard("alpha_probability", "number, 0 to 1", "0.1", "Weight of the newest occurrence."),
        ],
        options => new Tsb(
            options.GetDouble("alpha_demand", 0.0, 1.0) ?? DemandSmoothing.DefaultAlpha,
            options.GetDouble("alpha_probability", 0.0, 1.0) ?? DemandSmoothing.DefaultAlpha));

    private readonly double _alphaDemand;
    private readonly double _alphaProbability;

    private Tsb(double alphaDemand, double alphaProbability)
    {
        _alphaDemand = alphaDemand;
        _alphaProbability = alphaProbability;
    }

    /// <inheritdoc/>
    public bool HasIntervals => false;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => 1;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var demand = Demand.Of(task);
        if (demand.IsEmpty)
        {
            return new Prediction { Mean = new double[task.Horizon] };
        }

        double[] occurrence = new double[task.Count];
        for (int t = 0; t < occurrence.Length; t++)
        {
            occurrence[t] = task.Y[t] != 0.0 ? 1.0 : 0.0;
        }

        double probability = SimpleSmoothing.Run(occurrence, _alphaProbability).Level;
        double size = SimpleSmoothing.Run(demand.Sizes, _alphaDemand).Level;
        return new Prediction { Mean = Prediction.Repeat(probability * size, task.Horizon) };
    }
}
