namespace Tollama.Core.Trust;

/// <summary>From components and violations to score, risk and status (contract/http-api §18.12).</summary>
internal static class TrustScore
{
    /// <summary>Mean of the components by weight; 0 when nothing has weight.</summary>
    public static double Weigh(IReadOnlyList<TrustComponent> components)
    {
        double weight = components.Sum(component => component.Weight);
        return weight > 0 ? components.Sum(component => component.Score * component.Weight) / weight : 0;
    }

    /// <summary>What is critical, or scores too low, is red; any other violation makes it yellow.</summary>
    public static string Risk(double score, IReadOnlyList<TrustViolation> violations)
    {
        if (violations.Any(violation => violation.IsCritical) || score < TrustResult.LowScore)
        {
            return "RED";
        }

        return violations.Count > 0 ? "YELLOW" : TrustResult.RiskOf(score);
    }

    /// <summary>Class of a score, violations considered.</summary>
    public static string Status(double score, IReadOnlyList<TrustViolation> violations)
    {
        if (violations.Any(violation => violation.IsCritical))
        {
            return "blocked";
        }

        return score switch
        {
            >= TrustResult.HighScore when violations.Count == 0 => "high_trust",
            >= TrustResult.LowScore => "moderate_trust",
            _ => "low_trust",
        };
    }
}
