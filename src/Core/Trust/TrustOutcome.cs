namespace Tollama.Core.Trust;

/// <summary>A trust score and what came of the signal.</summary>
/// <param name="Agent">Agent that gave the score.</param>
/// <param name="Domain">Domain of the signal.</param>
/// <param name="Predicted">The score, 0 to 1.</param>
/// <param name="Actual">The outcome, 0 (bad) to 1.</param>
/// <param name="Components">Scores of the components; empty when they are not known.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record TrustOutcome(
    string Agent,
    string Domain,
    double Predicted,
    double Actual,
    IReadOnlyDictionary<string, double> Components,
    DateTimeOffset RecordedAt);
