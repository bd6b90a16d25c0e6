namespace Tollama.Models.TimesFm;

/// <summary>
/// One series as the network sees it: cleaned, cut or (virtually) left-padded with zeros to the context, rounded to
/// single precision, and z-scored over the padded window (models/timesfm-2.5 §5, steps 1–4).
/// </summary>
internal sealed class TimesFmWindow
{
    private const float SmallestDeviation = 1e-6f;

    private TimesFmWindow(float[] values, float mean, float deviation, bool isPositive)
    {
        Values = values;
        Mean = mean;
        Deviation = deviation;
        IsPositive = isPositive;
    }

    /// <summary>
    /// The observed part of the window after the z-score; the padding is not stored, it is masked anyway.
    /// </summary>
    public float[] Values { get; }

    /// <summary>Mean of the padded window; 0 without normalisation.</summary>
    public float Mean { get; }

    /// <summary>Sample deviation of the padded window, raw; 1 without normalisation.</summary>
    public float Deviation { get; }

    /// <summary>No value of the window is negative.</summary>
    public bool IsPositive { get; }

    /// <summary>Makes the window of one series.</summary>
    /// <param name="series">Observations; NaN where one is missing.</param>
    /// <param name="context">Length of the padded window, a multiple of the patch.</param>
    /// <param name="normalize">Whether to apply the z-score.</param>
    public static TimesFmWindow Create(ReadOnlySpan<double> series, int context, bool normalize)
    {
        double[] cleaned = Clean(series);
        int skipped = Math.Max(0, cleaned.Length - context);
        var values = new float[cleaned.Length - skipped];
        bool isPositive = true;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)cleaned[skipped + i];
            isPositive &= values[i] >= 0;
        }

        if (!normalize)
        {
            return new TimesFmWindow(values, 0, 1, isPositive);
        }

        var (mean, deviation) = PaddedMoments(values, context);
        float divisor = deviation < SmallestDeviation ? 1 : deviation;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - mean) / divisor;
        }

        return new TimesFmWindow(values, mean, deviation, isPositive);
    }

    /// <summary>Drops leading NaN, fills inner ones linearly and trailing ones with the last value.</summary>
    internal static double[] Clean(ReadOnlySpan<double> series)
    {
        int first = 0;
        while (first < series.Length && double.IsNaN(series[first]))
        {
            first++;
        }

        double[] cleaned = series[first..].ToArray();
        int known = 0;
        for (int i = 1; i < cleaned.Length; i++)
        {
            if (double.IsNaN(cleaned[i]))
            {
                continue;
            }

            Interpolate(cleaned, known, i);
            known = i;
        }

        if (cleaned.Length > 0)
        {
            cleaned.AsSpan(known + 1).Fill(cleaned[known]);
        }

        return cleaned;
    }

    private static void Interpolate(double[] values, int left, int right)
    {
        double slope = (values[right] - values[left]) / (right - left);
        for (int i = left + 1; i < right; i++)
        {
            values[i] = values[left] + (slope * (i - left));
        }
    }

    /// <summary>Mean and sample deviation over the padded window: the padding's zeros count.</summary>
    private static (float Mean, float Deviation) PaddedMoments(float[] values, int context)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        double mean = sum / context;
        double squares = (context - values.Length) * mean * mean;
        foreach (float value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return ((float)mean, (float)Math.Sqrt(squares / (context - 1)));
    }
}
