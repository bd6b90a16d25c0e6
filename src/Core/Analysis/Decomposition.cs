namespace Tollama.Core.Analysis;

/// <summary>
/// A series as trend, season and rest: the trend is a moving average over one period, the season the mean deviation
/// from it at each phase (classical additive decomposition: Kendall and Stuart, "The Advanced Theory of Statistics",
/// vol. 3).
/// </summary>
public sealed record Decomposition
{
    /// <summary>Fewest points that are decomposed.</summary>
    public const int FewestPoints = 4;

    private const int LongestLag = 365;
    private const double PeakCorrelation = 0.1;

    private Decomposition(double[] data, double[] trend, double[] seasonal, int period)
    {
        Trend = trend;
        Seasonal = seasonal;
        Residual = [.. data.Select((value, i) => value - trend[i] - seasonal[i])];
        Period = period;
        double total = Variance(data);
        total = total == 0 ? 1 : total;
        TrendStrength = Variance(trend) / total;
        SeasonalStrength = Variance(seasonal) / total;
        ResidualRatio = Variance(Residual) / total;
    }

    /// <summary>The trend, one value a point.</summary>
    public IReadOnlyList<double> Trend { get; }

    /// <summary>The season, one value a point.</summary>
    public IReadOnlyList<double> Seasonal { get; }

    /// <summary>What is left.</summary>
    public IReadOnlyList<double> Residual { get; }

    /// <summary>Points of one season; 1 where none was found.</summary>
    public int Period { get; }

    /// <summary>Variance of the trend over that of the data; the three need not add up to 1.</summary>
    public double TrendStrength { get; }

    /// <summary>Variance of the season over that of the data.</summary>
    public double SeasonalStrength { get; }

    /// <summary>Variance of the rest over that of the data.</summary>
    public double ResidualRatio { get; }

    /// <summary>Decomposes a series.</summary>
    /// <param name="data">At least <see cref="FewestPoints"/> finite values.</param>
    /// <param name="period">Points of one season; null to find it.</param>
    public static Decomposition Of(double[] data, int? period)
    {
        int given = period is > 0 ? period.Value : FindPeriod(data);
        int width = Math.Max(given, 2);
        double[] trend =
            data.Length >= width ? MovingAverage(data, width) : [.. Enumerable.Repeat(data.Average(), data.Length)];
        return new Decomposition(data, trend, Season(data, trend, width), given);
    }

    /// <summary>Box filter whose window is cut off at the ends but still divided by its full width.</summary>
    private static double[] MovingAverage(double[] data, int width)
    {
        var result = new double[data.Length];
        int ahead = (width - 1) / 2;
        for (int i = 0; i < data.Length; i++)
        {
            int last = Math.Min(data.Length - 1, i + ahead);
            int first = Math.Max(0, i + ahead - width + 1);
            double sum = 0;
            for (int k = first; k <= last; k++)
            {
                sum += data[k];
            }

            result[i] = sum / width;
        }

        return result;
    }

    private static double[] Season(double[] data, double[] trend, int width)
    {
        var season = new double[data.Length];
        for (int phase = 0; phase < Math.Min(width, data.Length); phase++)
        {
            double sum = 0;
            int count = 0;
            for (int i = phase; i < data.Length; i += width, count++)
            {
                sum += data[i] - trend[i];
            }

            for (int i = phase; i < data.Length; i += width)
            {
                season[i] = sum / count;
            }
        }

        return season;
    }

    /// <summary>The first lag whose autocorrelation is a peak, else what series of that length often have.</summary>
    private static int FindPeriod(double[] data)
    {
        double mean = data.Average();
        double variance = Variance(data);
        int lags = Math.Min(data.Length / 2, LongestLag);
        if (data.Length < 10 || variance == 0 || lags < 3)
        {
            return 1;
        }

        var correlation = new double[lags];
        for (int lag = 0; lag < lags; lag++)
        {
            for (int i = lag; i < data.Length; i++)
            {
                correlation[lag] += (data[i] - mean) * (data[i - lag] - mean);
            }

            correlation[lag] /= variance * data.Length;
        }

        for (int lag = 2; lag < lags - 1; lag++)
        {
            bool isPeak = correlation[lag] > correlation[lag - 1] && correlation[lag] > correlation[lag + 1];
            if (isPeak && correlation[lag] > PeakCorrelation)
            {
                return lag;
            }
        }

        return data.Length switch
        {
            >= 365 => 7,
            >= 52 => 12,
            _ => 1,
        };
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / values.Count;
    }
}
