namespace Tollama.Actors.Abstractions;

/// <summary>Why an activation ends, in code and words.</summary>
/// <param name="ReasonCode">The kind of reason.</param>
/// <param name="Description">The reason for a reader of the log.</param>
public readonly record struct DeactivationReason(DeactivationReasonCode ReasonCode, string Description);
