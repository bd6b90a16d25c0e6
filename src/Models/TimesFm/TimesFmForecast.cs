namespace Tollama.Models.TimesFm;

/// <summary>The finished forecast of one window.</summary>
/// <param name="Forecast"><c>(horizon, channels)</c>, channel fastest.</param>
/// <param name="Backcast">
/// <c>((patches − 1) · patch, channels)</c>: in-sample forecasts of everything after the first patch that holds data;
/// empty when not asked for.
/// </param>
/// <param name="Channels">Mean, then the levels 0.1…0.9.</param>
internal sealed record TimesFmForecast(float[] Forecast, float[] Backcast, int Channels)
{
    /// <summary>One channel of the forecast as doubles.</summary>
    public double[] Channel(int channel) => Pick(Forecast, channel);

    /// <summary>The median of the in-sample forecasts.</summary>
    public double[] BackcastMedian() => Pick(Backcast, TimesFmDecoder.Median);

    private double[] Pick(float[] values, int channel)
    {
        var picked = new double[values.Length / Channels];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = values[(i * Channels) + channel];
        }

        return picked;
    }
}
