namespace Tollama.Models.Moirai;

/// <summary>
/// GluonTS' causal-mean imputation (models/moirai-2 §6): a missing value becomes the mean of the values before it, each
/// taken after last-value filling; a leading gap takes the first valid value; an empty series is zero.
/// </summary>
internal static class CausalMean
{
    /// <summary>Fills missing values (NaN) and says where they were.</summary>
    /// <param name="series">Observations over the whole history.</param>
    /// <returns>Values in single precision, and whether each was observed.</returns>
    public static (float[] Values, bool[] Observed) Impute(ReadOnlySpan<double> series)
    {
        var values = new float[series.Length];
        var observed = new bool[series.Length];
        int first = -1;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)series[i];
            observed[i] = !float.IsNaN(values[i]);
            first = first < 0 && observed[i] ? i : first;
        }

        float carried = first < 0 ? 0 : values[first];
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            carried = observed[i] ? values[i] : carried;
            values[i] = observed[i] || i == 0 ? carried : (float)(sum / i);
            sum += carried;
        }

        return (values, observed);
    }
}
