namespace Tollama.Core.Trust;

/// <summary>How far one signal can be trusted (contract/http-api §18.12).</summary>
public sealed record TrustResult
{
    /// <summary>Score from which a signal counts as trustworthy.</summary>
    public const double HighScore = 0.75;

    /// <summary>Score below which it must not be used.</summary>
    public const double LowScore = 0.5;

    /// <summary>Agent that judged it.</summary>
    public required string Agent { get; init; }

    /// <summary>Domain of the agent.</summary>
    public required string Domain { get; init; }

    /// <summary>The score, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary><c>GREEN</c>, <c>YELLOW</c> or <c>RED</c>.</summary>
    public required string Risk { get; init; }

    /// <summary>Class of the score, such as <c>high_trust</c> or <c>blocked</c>.</summary>
    public required string CalibrationStatus { get; init; }

    /// <summary>What the score is made of, in the agent's order.</summary>
    public required IReadOnlyList<TrustComponent> Components { get; init; }

    /// <summary>Limits that are exceeded.</summary>
    public required IReadOnlyList<TrustViolation> Violations { get; init; }

    /// <summary>The judgement in words.</summary>
    public required string Why { get; init; }

    /// <summary>What was judged: the id in the payload.</summary>
    public required string SourceId { get; init; }

    /// <summary>The violations that forbid automatic use.</summary>
    public IEnumerable<TrustViolation> Critical => Violations.Where(violation => violation.IsCritical);

    /// <summary>Risk of a score alone.</summary>
    public static string RiskOf(double score) => score switch
    {
        >= HighScore => "GREEN",
        >= LowScore => "YELLOW",
        _ => "RED",
    };
}
