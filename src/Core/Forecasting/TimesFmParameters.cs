namespace Tollama.Core.Forecasting;

/// <summary><c>parameters.timesfm</c>.</summary>
public sealed record TimesFmParameters
{
    /// <summary>The mode of a request that names none.</summary>
    public const string DefaultXregMode = "xreg + timesfm";

    /// <summary><c>xreg + timesfm</c> or <c>timesfm + xreg</c>.</summary>
    public string XregMode { get; init; } = DefaultXregMode;

    /// <summary>Ridge penalty of the regression, at least 0.</summary>
    public double Ridge { get; init; }

    /// <summary>Accepted for compatibility; the regression always runs on the CPU.</summary>
    public bool ForceOnCpu { get; init; }
}
