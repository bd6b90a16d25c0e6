namespace Tollama.Core.Decisions;

/// <summary>How much points of the past say about the next one: the autocorrelation at their lag.</summary>
/// <param name="Lag">Steps back, at least 1.</param>
/// <param name="Importance">Size of the autocorrelation, 0 to 1.</param>
/// <param name="Direction"><c>positive</c>, <c>negative</c> or <c>neutral</c>.</param>
internal readonly record struct LagImportance(int Lag, double Importance, string Direction)
{
    private const int MostLags = 5;
    private const int LongestLag = 30;

    /// <summary>
    /// The most important lags, the strongest first (sample autocorrelation: Box and Jenkins, "Time Series Analysis",
    /// ch. 2).
    /// </summary>
    public static IReadOnlyList<LagImportance> Of(ReadOnlySpan<double> series)
    {
        double mean = 0;
        foreach (double value in series)
        {
            mean += value / series.Length;
        }

        double variance = Covariance(series, mean, lag: 0);
        var found = new List<LagImportance>();
        for (int lag = 1; lag <= Math.Min(LongestLag, series.Length - 1); lag++)
        {
            double correlation = variance > 0 ? Covariance(series, mean, lag) / variance : 0;
            string direction = correlation switch
            {
                > 0 => "positive",
                < 0 => "negative",
                _ => "neutral",
            };
            found.Add(new LagImportance(lag, Math.Min(1, Math.Abs(correlation)), direction));
        }

        return [.. found.OrderByDescending(item => item.Importance).ThenBy(item => item.Lag).Take(MostLags)];
    }

    private static double Covariance(ReadOnlySpan<double> series, double mean, int lag)
    {
        double sum = 0;
        for (int i = lag; i < series.Length; i++)
        {
            sum += (series[i] - mean) * (series[i - lag] - mean);
        }

        return sum;
    }
}
