namespace Tollama.Models.Baseline.Ets;

/// <summary>How errors, trend or season enter an exponential smoothing model.</summary>
internal enum EtsComponent
{
    /// <summary>Not at all (trend and season only).</summary>
    None,

    /// <summary>As a term.</summary>
    Additive,

    /// <summary>As a factor.</summary>
    Multiplicative,
}
