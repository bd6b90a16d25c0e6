namespace Tollama.Core.Decisions;

/// <summary>A signal from outside that a forecast relies on (contract/http-api §18.12).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Score">Trust score, 0 to 1.</param>
/// <param name="Metrics">Measures behind the score.</param>
/// <param name="Rationale">Why it has that score.</param>
/// <param name="Source">Where it comes from; null when nobody says.</param>
public sealed record SignalTrust(
    string Name,
    double Score,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<string> Rationale,
    string? Source);
