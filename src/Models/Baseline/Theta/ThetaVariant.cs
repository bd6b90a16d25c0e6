namespace Tollama.Models.Baseline.Theta;

/// <summary>The four theta models of Fiorucci et al. (2016).</summary>
internal enum ThetaVariant
{
    /// <summary>Standard: one line through the whole history, θ = 2.</summary>
    Stm,

    /// <summary>Optimised: θ estimated.</summary>
    Otm,

    /// <summary>Dynamic standard: the line is fitted anew at each step, θ = 2.</summary>
    Dstm,

    /// <summary>Dynamic optimised.</summary>
    Dotm,
}
