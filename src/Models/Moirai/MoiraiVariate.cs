namespace Tollama.Models.Moirai;

/// <summary>
/// One variate of a packed row over whole patches: context filled on the left, horizon filled on the right
/// (models/moirai-2 §4.1).
/// </summary>
internal sealed class MoiraiVariate
{
    private MoiraiVariate(float[] values, bool[] observed, bool isTarget)
    {
        Values = values;
        Observed = observed;
        IsTarget = isTarget;
    }

    /// <summary>Values, <c>((context patches + future patches) · patch)</c>; 0 where there are none.</summary>
    public float[] Values { get; }

    /// <summary>Whether a value was observed, same length.</summary>
    public bool[] Observed { get; }

    /// <summary>Whether its future is what we forecast.</summary>
    public bool IsTarget { get; }

    /// <summary>A target: the horizon's flags are set, as the official code sets them, the fill's are not.</summary>
    public static MoiraiVariate Target(ReadOnlySpan<float> past, ReadOnlySpan<bool> observed, MoiraiSpan span)
    {
        var variate = new MoiraiVariate(new float[span.Points], new bool[span.Points], isTarget: true);
        variate.PutPast(past, observed, span);
        variate.Observed.AsSpan(span.ContextPoints, span.Horizon).Fill(true);
        return variate;
    }

    /// <summary>A covariate over context and horizon; missing values are NaN and become unobserved zeros.</summary>
    public static MoiraiVariate Covariate(ReadOnlySpan<double> pastAndFuture, MoiraiSpan span)
    {
        var values = new float[pastAndFuture.Length];
        var observed = new bool[pastAndFuture.Length];
        for (int i = 0; i < values.Length; i++)
        {
            observed[i] = !double.IsNaN(pastAndFuture[i]);
            values[i] = observed[i] ? (float)pastAndFuture[i] : 0;
        }

        var variate = new MoiraiVariate(new float[span.Points], new bool[span.Points], isTarget: false);
        int past = values.Length - span.Horizon;
        variate.PutPast(values.AsSpan(0, past), observed.AsSpan(0, past), span);
        values.AsSpan(past).CopyTo(variate.Values.AsSpan(span.ContextPoints));
        observed.AsSpan(past).CopyTo(variate.Observed.AsSpan(span.ContextPoints));
        return variate;
    }

    /// <summary>A copy whose values can be written without touching this one.</summary>
    public MoiraiVariate Fork() => new([.. Values], Observed, IsTarget);

    /// <summary>
    /// Location and scale over the first patches that count (models/moirai-2 §4.2): observed mean and Bessel-corrected
    /// deviation in double precision, the variance plus 1e-5.
    /// </summary>
    /// <param name="points">Points from the start that count; a target's undecoded future does not.</param>
    public (float Location, float Scale) Standardize(int points)
    {
        double count = 0;
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            count += Observed[i] ? 1 : 0;
            sum += Observed[i] ? Values[i] : 0;
        }

        double location = sum / (count == 0 ? 1 : count);
        double squares = 0;
        for (int i = 0; i < points; i++)
        {
            double distance = Observed[i] ? Values[i] - location : 0;
            squares += distance * distance;
        }

        double variance = squares / (count == 1 ? 1 : count - 1);
        return ((float)location, (float)Math.Sqrt(variance + 1e-5));
    }

    private void PutPast(ReadOnlySpan<float> past, ReadOnlySpan<bool> observed, MoiraiSpan span)
    {
        int start = span.ContextPoints - past.Length;
        past.CopyTo(Values.AsSpan(start));
        observed.CopyTo(Observed.AsSpan(start));
    }
}
