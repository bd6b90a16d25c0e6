namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// The largest β that a model may have beside its other smoothing parameters, and how it moves with them.
/// </summary>
/// <param name="Value">The limit.</param>
/// <param name="ByAlpha">∂limit/∂α.</param>
/// <param name="ByGamma">∂limit/∂γ.</param>
/// <param name="ByPhi">∂limit/∂φ.</param>
internal readonly record struct BetaLimit(double Value, double ByAlpha, double ByGamma, double ByPhi);
