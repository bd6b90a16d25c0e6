namespace Tollama.Models.Baseline.Ces;

/// <summary>The four forms of complex exponential smoothing.</summary>
internal enum CesVariant
{
    /// <summary>No season.</summary>
    N,

    /// <summary>Simple season: the whole model at lag m.</summary>
    S,

    /// <summary>Partial: a real seasonal component.</summary>
    P,

    /// <summary>Full: a complex seasonal component.</summary>
    F,
}
