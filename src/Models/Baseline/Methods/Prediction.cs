namespace Tollama.Models.Baseline.Methods;

/// <summary>
/// What a method says about one series, in the unit of its task. Intervals come as standard deviations (Gaussian) or
/// as quantile rows, never both.
/// </summary>
internal sealed record Prediction
{
    /// <summary>Point forecast, <c>(h)</c>.</summary>
    public required double[] Mean { get; init; }

    /// <summary>
    /// Standard deviation σ_k of each step, <c>(h)</c>; null when intervals are no Gaussian ones or not wanted.
    /// </summary>
    public double[]? Deviations { get; init; }

    /// <summary>Quantiles, <c>(levels, h)</c>; null when intervals are Gaussian or not wanted.</summary>
    public double[][]? QuantileRows { get; init; }

    /// <summary>
    /// The same model for other parts of the series: parameters as estimated here, no search. Null for methods that
    /// estimate nothing, which are their own, and for those whose every forecast is a search of its own.
    /// </summary>
    public IForecastMethod? Frozen { get; init; }

    /// <summary>
    /// The method that was chosen, which forecasts other parts of the series without another choice; null where there
    /// was no choice.
    /// </summary>
    public IForecastMethod? Chosen { get; init; }

    /// <summary>What was estimated; null for methods that estimate nothing.</summary>
    public FitReport? Fit { get; init; }

    /// <summary>Which method was chosen; null where there was no choice.</summary>
    public MethodSelection? Selection { get; init; }

    /// <summary>What the caller should know; each names the series.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The same value at every step, without spread.</summary>
    public static Prediction Flat(double value, SeriesTask task) => new()
    {
        Mean = Repeat(value, task.Horizon),
        Deviations = task.WithIntervals ? new double[task.Horizon] : null,
    };

    /// <summary>A row of one value.</summary>
    public static double[] Repeat(double value, int horizon)
    {
        double[] row = new double[horizon];
        row.AsSpan().Fill(value);
        return row;
    }
}
