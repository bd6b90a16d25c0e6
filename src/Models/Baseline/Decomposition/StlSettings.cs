namespace Tollama.Models.Baseline.Decomposition;

/// <summary>Settings of <see cref="Stl"/>: windows in observations, odd.</summary>
/// <param name="Period">Season length m.</param>
/// <param name="SeasonalWindow">Seasons that one seasonal value looks at.</param>
/// <param name="TrendWindow">Observations that one trend value looks at.</param>
/// <param name="LowPassWindow">Window of the low-pass filter.</param>
/// <param name="Iterations">Passes of the inner loop.</param>
/// <param name="SeasonalJump">Step of the seasonal smoother.</param>
/// <param name="TrendJump">Step of the trend smoother.</param>
/// <param name="LowPassJump">Step of the low-pass smoother.</param>
internal sealed record StlSettings(
    int Period,
    int SeasonalWindow,
    int TrendWindow,
    int LowPassWindow,
    int Iterations,
    int SeasonalJump = 1,
    int TrendJump = 1,
    int LowPassJump = 1)
{
    /// <summary>As statsmodels has it: five iterations, low-pass window above m, every point evaluated.</summary>
    public static StlSettings Thorough(int period, int seasonalWindow) => new(
        period, seasonalWindow, TrendOf(period, seasonalWindow), NextOdd(period + 1), Iterations: 5);

    /// <summary>As R has it: two iterations, low-pass window from m, a tenth of the points evaluated.</summary>
    public static StlSettings Quick(int period, int seasonalWindow)
    {
        int trend = TrendOf(period, seasonalWindow);
        int lowPass = NextOdd(period);
        return new StlSettings(
            period, seasonalWindow, trend, lowPass, Iterations: 2, Tenth(seasonalWindow), Tenth(trend), Tenth(lowPass));
    }

    /// <summary>The smallest odd number at or above 1.5m/(1 − 1.5/w).</summary>
    private static int TrendOf(int period, int seasonalWindow) =>
        NextOdd((int)Math.Ceiling(1.5 * period / (1.0 - 1.5 / seasonalWindow)));

    private static int NextOdd(int value) => value % 2 == 0 ? value + 1 : value;

    private static int Tenth(int window) => (window + 9) / 10;
}
