namespace Tollama.Core.Decisions;

/// <summary>When a forecast may be acted on automatically (contract/http-api §18.12).</summary>
public sealed record ExecutionPolicy
{
    /// <summary>Confidence in the decision, 0 to 1; null when nobody says.</summary>
    public double? Confidence { get; init; }

    /// <summary>Confidence from which it may be executed; null for any.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether automatic execution is wanted at all.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Whether a person can overrule it.</summary>
    public bool CanOverride { get; init; } = true;

    /// <summary>Why the policy is what it is.</summary>
    public IReadOnlyList<string> Rationale { get; init; } = [];
}
