namespace Tollama.Models.Baseline.Arima;

/// <summary>An order that a search has tried.</summary>
/// <param name="Order">The order.</param>
/// <param name="Aicc">
/// Its corrected Akaike criterion, at the likelihood or at conditional squares; +∞ where the model is refused.
/// </param>
/// <param name="Fit">The model, at the same point; null where it is refused, or not kept.</param>
internal sealed record ArimaCandidate(ArimaOrder Order, double Aicc, ArimaFit? Fit);
