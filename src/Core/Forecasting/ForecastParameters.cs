namespace Tollama.Core.Forecasting;

/// <summary><c>parameters</c> of a forecast (contract/http-api §2.2).</summary>
public sealed record ForecastParameters
{
    /// <summary>All defaults.</summary>
    public static readonly ForecastParameters Default = new();

    /// <summary>
    /// True for <c>covariates_mode: strict</c>: refuse what a model cannot use instead of dropping it.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary>TimesFM's covariate regression; null when not given.</summary>
    public TimesFmParameters? TimesFm { get; init; }

    /// <summary>Which accuracy metrics to compute against the actuals; null for none.</summary>
    public MetricsParameters? Metrics { get; init; }

    /// <summary>Sort quantiles over their level at each step; families may let them cross otherwise.</summary>
    public bool SortQuantiles { get; init; }
}
