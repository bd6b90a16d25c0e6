namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// The states and one-step forecasts of one run through a series. Its buffers are used again by the next run.
/// </summary>
internal sealed class EtsPath
{
    /// <summary>Makes room for a series.</summary>
    /// <param name="count">Number of observations, n.</param>
    /// <param name="season">Season length, m.</param>
    public EtsPath(int count, int season)
    {
        Period = season;
        Level = new double[count + 1];
        Growth = new double[count + 1];
        Season = new double[count + season];
        Mean = new double[count];
        Errors = new double[count];
    }

    /// <summary>Season length m.</summary>
    public int Period { get; }

    /// <summary>Level before observation t at index t, <c>(n+1)</c>.</summary>
    public double[] Level { get; }

    /// <summary>Growth before observation t at index t, <c>(n+1)</c>.</summary>
    public double[] Growth { get; }

    /// <summary>
    /// Seasonal that applies to observation t at index t, <c>(n+m)</c>; the last m continue past the end.
    /// </summary>
    public double[] Season { get; }

    /// <summary>One-step forecasts μ_t, <c>(n)</c>.</summary>
    public double[] Mean { get; }

    /// <summary>Errors e_t, absolute or relative as the model has them, <c>(n)</c>.</summary>
    public double[] Errors { get; }

    /// <summary>Σ e_t² of the last run.</summary>
    public double SquaredErrors { get; set; }

    /// <summary>Puts the initial states, in the order of <see cref="EtsStartStates"/>, where a run begins.</summary>
    public void Start(EtsForm form, ReadOnlySpan<double> states)
    {
        Level[0] = states[0];
        Growth[0] = form.HasTrend ? states[1] : 0.0;
        for (int j = 0; j < Period && form.HasSeason; j++)
        {
            Season[Period - 1 - j] = states[states.Length - Period + j];
        }
    }
}
