using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Smoothing;

namespace Tollama.Models.Baseline.Intermittent;

/// <summary>
/// Demand per step as smoothed size over smoothed gap: SES(z)/SES(v).
/// Source: Croston, Forecasting and stock control for intermittent demands, Operational Research Quarterly 23 (1972);
/// the factor 1−α/2 against its bias: Syntetos &amp; Boylan, The accuracy of intermittent demand estimates,
/// International Journal of Forecasting 21 (2005).
/// </summary>
internal sealed class Croston : IForecastMethod
{
    /// <summary>Croston's method.</summary>
    public static readonly MethodCard Card = new(
        "croston",
        "Intermittent demand: smoothed size over smoothed gap.",
        [],
        _ => new Croston(1.0, isOptimized: false));

    /// <summary>With the correction of Syntetos and Boylan.</summary>
    public static readonly MethodCard SbaCard = new(
        "croston-sba",
        "Croston's method, corrected for bias by Syntetos and Boylan.",
        [],
        _ => new Croston(1.0 - DemandSmoothing.DefaultAlpha / 2.0, isOptimized: false));

    /// <summary>With weights that fit best.</summary>
    public static readonly MethodCard OptimizedCard = new(
        "croston-optimized",
        "Croston's method with the weights that fit best.",
        [],
        _ => new Croston(1.0, isOptimized: true));

    private readonly double _factor;
    private readonly bool _isOptimized;

    private Croston(double factor, bool isOptimized)
    {
        _factor = factor;
        _isOptimized = isOptimized;
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
        double rate = demand.IsEmpty ? 0.0 : _factor * Smooth(demand.Sizes) / Smooth(demand.Gaps);
        return new Prediction { Mean = Prediction.Repeat(rate, task.Horizon) };
    }

    private double Smooth(double[] x) => _isOptimized
        ? DemandSmoothing.Optimized(x)
        : SimpleSmoothing.Run(x, DemandSmoothing.DefaultAlpha).Level;
}
