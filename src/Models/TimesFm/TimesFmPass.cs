namespace Tollama.Models.TimesFm;

/// <summary>
/// What one pass (plain or flipped) decoded for one window; all <c>(steps, channels)</c>, still z-scored.
/// </summary>
internal sealed class TimesFmPass(int pointValues)
{
    /// <summary>Outputs of the point head: prefill, then one output patch per autoregressive step.</summary>
    public float[] Points { get; } = new float[pointValues];

    /// <summary>
    /// Output of the quantile head at the last patch of the prefill; empty when it was not asked for.
    /// </summary>
    public float[] Spread { get; set; } = [];

    /// <summary>Prefill outputs one patch ahead of each patch but the last; empty when not asked for.</summary>
    public float[] Backcast { get; set; } = [];

    /// <summary>Step 6 of the wrapper: (plain − flipped with its level channels reversed) / 2.</summary>
    public void SubtractFlipped(TimesFmPass flipped, int channels)
    {
        Subtract(Points, flipped.Points, channels);
        Subtract(Spread, flipped.Spread, channels);
        Subtract(Backcast, flipped.Backcast, channels);
    }

    /// <summary>
    /// Step 7: the long-horizon head's spread around its own median, moved to the point head's median.
    /// </summary>
    public void TakeSpread(int horizon, int channels)
    {
        for (int step = 0; step < horizon * channels; step += channels)
        {
            float shift = Points[step + TimesFmDecoder.Median] - Spread[step + TimesFmDecoder.Median];
            for (int c = 1; c < channels; c++)
            {
                if (c != TimesFmDecoder.Median)
                {
                    Points[step + c] = Spread[step + c] + shift;
                }
            }
        }
    }

    private static void Subtract(float[] plain, float[] flipped, int channels)
    {
        for (int step = 0; step < plain.Length; step += channels)
        {
            plain[step] = (plain[step] - flipped[step]) / 2;
            for (int c = 1; c < channels; c++)
            {
                plain[step + c] = (plain[step + c] - flipped[step + channels - c]) / 2;
            }
        }
    }
}
