namespace Tollama.Models.Baseline.Arima;

/// <summary>An order that a search has tried.</summary>
/// <param name="Order">The order.</param>
/// <param name="Aicc">Its corrected Akaike criterion, exact or approximate; +∞ where the model is refused.</param>
/// <param name="Fit">The model; null where the criterion is an approximation.</param>
internal sealed record ArimaCandidate(ArimaOrder Order, double Aicc, ArimaFit? Fit);
