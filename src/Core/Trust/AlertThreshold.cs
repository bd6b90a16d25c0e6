namespace Tollama.Core.Trust;

/// <summary>When signals of a domain are worth an alert (contract/http-api §18.12).</summary>
public sealed record AlertThreshold
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Scores below this are.</summary>
    public double MinimumScore { get; init; } = TrustResult.LowScore;

    /// <summary>Risk categories that are.</summary>
    public IReadOnlyList<string> Risks { get; init; } = ["RED"];

    /// <summary>Trends that are; none unless given.</summary>
    public IReadOnlyList<string> Trends { get; init; } = [];

    /// <summary>Address that is told; null for nobody.</summary>
    public string? Webhook { get; init; }

    /// <summary>Why a signal is worth an alert; empty when it is not.</summary>
    /// <param name="result">The judged signal.</param>
    /// <param name="trend">Trend of its domain.</param>
    public IReadOnlyList<string> Reasons(TrustResult result, string trend)
    {
        var reasons = new List<string>();
        if (result.Score < MinimumScore)
        {
            reasons.Add(FormattableString.Invariant($"The trust score {result.Score:F2} is below {MinimumScore:F2}."));
        }

        if (Risks.Contains(result.Risk, StringComparer.Ordinal))
        {
            reasons.Add($"The risk is {result.Risk}.");
        }

        if (Trends.Contains(trend, StringComparer.Ordinal))
        {
            reasons.Add($"The trend is {trend}.");
        }

        return reasons;
    }
}
