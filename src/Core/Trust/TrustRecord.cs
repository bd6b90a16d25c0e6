namespace Tollama.Core.Trust;

/// <summary>A judgement of the past.</summary>
/// <param name="Agent">Agent that judged.</param>
/// <param name="Domain">Domain of the signal.</param>
/// <param name="Score">Trust score, 0 to 1.</param>
/// <param name="Risk">Risk category.</param>
/// <param name="CalibrationStatus">Class of the score; null in old files.</param>
/// <param name="RecordedAt">When it was made.</param>
public sealed record TrustRecord(
    string Agent, string Domain, double Score, string Risk, string? CalibrationStatus, DateTimeOffset RecordedAt);
