using System.Numerics.Tensors;
using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Ets;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Seasons;

namespace Tollama.Models.Baseline.M4;

/// <summary>
/// The statistical benchmarks of the M4 competition: a seasonality test, multiplicative adjustment, and a simple method
/// on what is left. Point forecasts only, so intervals are conformal.
/// Source: Makridakis, Spiliotis, Assimakopoulos, The M4 Competition: 100,000 time series and 61 forecasting methods,
/// International Journal of Forecasting 36 (2020), table 2.
/// </summary>
internal sealed class M4Method : IForecastMethod
{
    private const double NinetyPercent = 1.645;
    private const int SeasonsForTest = 3;

    /// <summary>Naive2.</summary>
    public static readonly MethodCard Naive2Card = Card(
        "m4-naive2", "M4 benchmark: the last value, seasonally adjusted.", 2, Naive);

    /// <summary>SES.</summary>
    public static readonly MethodCard SesCard = Card(
        "m4-ses", "M4 benchmark: simple smoothing, seasonally adjusted.", 3, Ses);

    /// <summary>Holt.</summary>
    public static readonly MethodCard HoltCard = Card(
        "m4-holt", "M4 benchmark: linear trend, seasonally adjusted.", 7, Holt);

    /// <summary>Damped.</summary>
    public static readonly MethodCard DampedCard = Card(
        "m4-damped", "M4 benchmark: damped trend, seasonally adjusted.", 8, Damped);

    /// <summary>Theta.</summary>
    public static readonly MethodCard ThetaCard = Card("m4-theta", "M4 benchmark: the classic theta method.", 3, Theta);

    /// <summary>Comb.</summary>
    public static readonly MethodCard CombCard = Card(
        "m4-comb", "M4 benchmark: the mean of SES, Holt and Damped.", 8, Comb);

    private readonly int _needed;
    private readonly Func<SeriesTask, double[]> _forecast;

    private M4Method(int needed, Func<SeriesTask, double[]> forecast)
    {
        _needed = needed;
        _forecast = forecast;
    }

    /// <inheritdoc/>
    public bool HasIntervals => false;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => _needed;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (ConstantSeries.Is(task.Y))
        {
            return Prediction.Flat(task.Y[0], task);
        }

        var adjustment = Adjust(task);
        double[] mean = _forecast(task with { History = adjustment.Adjusted });
        adjustment.Restore(mean);
        return new Prediction { Mean = mean };
    }

    private static SeasonalAdjustment Adjust(SeriesTask task)
    {
        int season = task.Season;
        bool isSeasonal = season > 1
            && task.Count >= (long)SeasonsForTest * season
            && season <= LongestLag(task.Count)
            && SeasonalityTest.IsSeasonal(task.Y, season, NinetyPercent, task.Budget);
        if (!isSeasonal)
        {
            return SeasonalAdjustment.None(task.History);
        }

        double[] figure = ClassicalDecomposition.Figure(task.Y, season, isMultiplicative: true, task.Budget);
        return Array.TrueForAll(figure, factor => double.IsFinite(factor) && factor != 0.0)
            ? SeasonalAdjustment.By(task.History, figure, isMultiplicative: true)
            : throw task.Refusal(
                "its season cannot be expressed as factors (observations or their moving average are 0 somewhere); "
                + "set season_length to 1 or choose another method.");
    }

    /// <summary>
    /// R's <c>acf</c> stops at lag 10·log₁₀ n unless told otherwise, and the competition's script did not tell: a
    /// season
    /// beyond it counts as none.
    /// </summary>
    private static int LongestLag(int count) => (int)Math.Floor(10.0 * Math.Log10(count));

    private static double[] Naive(SeriesTask task) => Prediction.Repeat(task.Y[^1], task.Horizon);

    private static double[] Ses(SeriesTask task) => Smooth(EtsForm.Ann, task);

    private static double[] Holt(SeriesTask task) => Smooth(EtsForm.Aan, task);

    private static double[] Damped(SeriesTask task) => Smooth(EtsForm.Aadn, task);

    /// <summary>
    /// Half the least squares line, half simple smoothing of the series 2y − line, whose curvature is twice that of y;
    /// nothing below 0.
    /// </summary>
    private static double[] Theta(SeriesTask task)
    {
        var (intercept, slope) = LeastSquaresLine.Of(task.Y);
        double[] doubled = new double[task.Count];
        for (int t = 0; t < doubled.Length; t++)
        {
            doubled[t] = 2.0 * task.Y[t] - (intercept + slope * (t + 1));
        }

        double[] mean = Smooth(EtsForm.Ann, task with { History = doubled });
        for (int k = 0; k < mean.Length; k++)
        {
            double line = intercept + slope * (task.Count + k + 1);
            mean[k] = Math.Max(0.0, (mean[k] + line) / 2.0);
        }

        return mean;
    }

    private static double[] Comb(SeriesTask task)
    {
        double[] mean = Ses(task);
        TensorPrimitives.Add(mean, Holt(task), mean);
        TensorPrimitives.Add(mean, Damped(task), mean);
        TensorPrimitives.Divide(mean, 3.0, mean);
        return mean;
    }

    private static double[] Smooth(EtsForm form, SeriesTask task) => ConstantSeries.Is(task.Y)
        ? Prediction.Repeat(task.Y[0], task.Horizon)
        : CompetitionSmoothing.Forecast(form, task);

    private static MethodCard Card(string name, string summary, int needed, Func<SeriesTask, double[]> forecast) => new(
        name, summary, [OptionCard.Season], _ => new M4Method(needed, forecast));
}
