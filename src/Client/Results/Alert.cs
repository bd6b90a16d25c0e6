namespace Tollama.Client.Results;

/// <summary>A threshold that a signal crossed (contract/http-api §18.12).</summary>
/// <param name="Domain">Domain of the signal.</param>
/// <param name="Score">Trust, 0 to 1.</param>
/// <param name="Risk"><c>GREEN</c>, <c>YELLOW</c> or <c>RED</c>.</param>
/// <param name="Trend"><c>improving</c>, <c>declining</c> or <c>stable</c>.</param>
/// <param name="Reasons">Why, at least one sentence.</param>
public sealed record Alert(string Domain, double Score, string Risk, string Trend, IReadOnlyList<string> Reasons);
