namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>
/// The measures of the M4 competition.
/// Source: Makridakis, Spiliotis, Assimakopoulos, The M4 Competition: 100,000 time series and 61 forecasting methods,
/// International Journal of Forecasting 36 (2020), section 2.2.
/// </summary>
internal static class CompetitionMeasures
{
    /// <summary>
    /// sMAPE in percent: the mean of 200·|y − f| / (|y| + |f|). A step whose actual and forecast are both 0 counts 0.
    /// </summary>
    /// <param name="actual">What came, <c>(h)</c>.</param>
    /// <param name="forecast">What was expected, <c>(h)</c>.</param>
    public static double Smape(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        double sum = 0.0;
        for (int k = 0; k < actual.Length; k++)
        {
            double size = Math.Abs(actual[k]) + Math.Abs(forecast[k]);
            sum += size > 0.0 ? 200.0 * Math.Abs(actual[k] - forecast[k]) / size : 0.0;
        }

        return sum / actual.Length;
    }

    /// <summary>
    /// MASE: the mean absolute error over that of the seasonal naive forecast within the history; null where the
    /// history gives no scale (not longer than a season, or repeating exactly).
    /// </summary>
    /// <param name="train">The history, <c>(n)</c>.</param>
    /// <param name="actual">What came, <c>(h)</c>.</param>
    /// <param name="forecast">What was expected, <c>(h)</c>.</param>
    /// <param name="season">Season length.</param>
    public static double? Mase(
        ReadOnlySpan<double> train, ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, int season)
    {
        double scale = 0.0;
        for (int t = season; t < train.Length; t++)
        {
            scale += Math.Abs(train[t] - train[t - season]);
        }

        if (!(scale > 0.0))
        {
            return null;
        }

        double error = 0.0;
        for (int k = 0; k < actual.Length; k++)
        {
            error += Math.Abs(actual[k] - forecast[k]);
        }

        return error / actual.Length / (scale / (train.Length - season));
    }
}
