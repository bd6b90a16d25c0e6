namespace Tollama.Models.TimesFm;

/// <summary>
/// The run-time options of the official <c>ForecastConfig</c>; defaults are what this service serves.
/// </summary>
internal sealed record TimesFmSettings
{
    /// <summary>Points of history that are read; rounded up to whole patches.</summary>
    public int MaxContext { get; init; } = 1024;

    /// <summary>Extra z-score over the whole padded window.</summary>
    public bool NormalizeInputs { get; init; } = true;

    /// <summary>Take the spread of the quantiles from the long-horizon head.</summary>
    public bool UseContinuousQuantileHead { get; init; }

    /// <summary>Average the forecast with the negated forecast of the negated series.</summary>
    public bool ForceFlipInvariance { get; init; } = true;

    /// <summary>Clamp at 0 what is forecast from a window without negative values.</summary>
    public bool InferIsPositive { get; init; }

    /// <summary>Monotone repair of the quantiles around the median.</summary>
    public bool FixQuantileCrossing { get; init; } = true;

    /// <summary>Also return the in-sample forecasts, one patch ahead.</summary>
    public bool ReturnBackcast { get; init; }
}
