namespace Tollama.Client.Results;

/// <summary>Whether a decision may go ahead on a signal (contract/http-api §18.12).</summary>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="Gates">What was looked at.</param>
/// <param name="Risk"><c>GREEN</c>, <c>YELLOW</c> or <c>RED</c>; null when nobody judges such signals.</param>
/// <param name="Score">Trust, 0 to 1; null when nobody judges such signals.</param>
public sealed record GateDecision(bool IsAllowed, IReadOnlyList<Gate> Gates, string? Risk, double? Score);
