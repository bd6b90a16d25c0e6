using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Smoothing;

namespace Tollama.Models.Baseline.Intermittent;

/// <summary>
/// Intermittent demand in blocks: sums over a steps have fewer zeros; simple smoothing of the sums, divided by a.
/// ADIDA takes the mean gap between demands as a; IMAPA takes the mean over all a up to it.
/// Source: Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos, An aggregate–disaggregate intermittent demand
/// approach (ADIDA) to forecasting, Journal of the Operational Research Society 62 (2011); Petropoulos &amp;
/// Kourentzes, Forecast combinations for intermittent demand, Journal of the Operational Research Society 66 (2015).
/// </summary>
internal sealed class Aggregation : IForecastMethod
{
    /// <summary>ADIDA.</summary>
    public static readonly MethodCard AdidaCard = new(
        "adida", "Intermittent demand: smoothing of block sums.", [], _ => new Aggregation(allLevels: false));

    /// <summary>IMAPA.</summary>
    public static readonly MethodCard ImapaCard = new(
        "imapa",
        "Intermittent demand: the mean of ADIDA over several block sizes.",
        [],
        _ => new Aggregation(allLevels: true));

    private readonly bool _allLevels;

    private Aggregation(bool allLevels) => _allLevels = allLevels;

    /// <inheritdoc/>
    public bool HasIntervals => false;

    /// <inheritdoc/>
    public bool IsCheap => !_allLevels;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => 1;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var demand = Demand.Of(task);
        double rate = demand.IsEmpty ? 0.0 : MeanOfLevels(task, demand.RoundedMeanGap);
        return new Prediction { Mean = Prediction.Repeat(rate, task.Horizon) };
    }

    /// <summary>The mean over the levels up to the widest, or over those that there was time for.</summary>
    private double MeanOfLevels(SeriesTask task, int widest)
    {
        double sum = 0.0;
        int done = 0;
        for (int width = _allLevels ? 1 : widest; width <= widest; width++)
        {
            if (!task.Budget.Look() && done > 0)
            {
                break;
            }

            sum += AtLevel(task.Y, width);
            done++;
        }

        return sum / done;
    }

    /// <summary>The forecast per step from blocks of the given width; the first n mod a values are left out.</summary>
    private static double AtLevel(ReadOnlySpan<double> y, int width)
    {
        double[] sums = new double[y.Length / width];
        var left = y[(y.Length % width)..];
        for (int i = 0; i < sums.Length; i++)
        {
            foreach (double value in left.Slice(i * width, width))
            {
                sums[i] += value;
            }
        }

        return DemandSmoothing.Optimized(sums) / width;
    }
}
