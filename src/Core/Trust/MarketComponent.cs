namespace Tollama.Core.Trust;

/// <summary>What one measure adds to the trust in a prediction market.</summary>
/// <param name="Key">Key of the measure.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Value">The value, 4 decimals; null when it was not given.</param>
/// <param name="Normalized">The value on a scale up to 1, 4 decimals; null when it was not given.</param>
/// <param name="Contribution">Weight times normalized value, 4 decimals.</param>
/// <param name="Assessment"><c>excellent</c>, <c>good</c>, <c>fair</c>, <c>poor</c> or <c>not_available</c>.</param>
public sealed record MarketComponent(
    string Key, string Name, double Weight, double? Value, double? Normalized, double Contribution, string Assessment);
