namespace Tollama.Models.Baseline.Arima;

/// <summary>An order that a search has tried.</summary>
/// <param name="Order">The order.</param>
/// <param name="Aicc">
/// Its corrected Akaike criterion, at the likelihood or at conditional squares; +∞ where the model is refused.
/// </param>
/// <param name="Fit">The model; null where it is yet to be fitted by likelihood.</param>
internal sealed record ArimaCandidate(ArimaOrder Order, double Aicc, ArimaFit? Fit);
