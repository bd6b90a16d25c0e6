namespace Tollama.Core.Trust;

/// <summary>One check before a decision may be executed automatically.</summary>
/// <param name="Name">Name of the check.</param>
/// <param name="Status"><c>PASS</c>, <c>WARN</c> or <c>BLOCK</c>.</param>
/// <param name="Detail">One sentence.</param>
public sealed record TrustGate(string Name, string Status, string Detail)
{
    /// <summary>Whether it forbids execution.</summary>
    public bool Blocks => Status == "BLOCK";

    /// <summary>The gate of a signal that no agent judges.</summary>
    public static readonly TrustGate NoAgent = new(
        "no_agent", "BLOCK", "No trust agent judges this context; name one of the domains or source types.");

    /// <summary>The three checks, in order.</summary>
    /// <param name="result">The judged signal.</param>
    /// <param name="threshold">Lowest score that passes, 0 to 1.</param>
    public static IReadOnlyList<TrustGate> Evaluate(TrustResult result, double threshold)
    {
        bool isHigh = result.Score >= threshold;
        string[] critical = [.. result.Critical.Select(violation => violation.Name)];
        return
        [
            new(
                "trust_score",
                isHigh ? "PASS" : "BLOCK",
                FormattableString.Invariant(
                    $"The trust score {result.Score:F2} is {(isHigh ? "not below" : "below")} the threshold {threshold:F2}."
                )),
            critical.Length > 0
                ? new("constraint_violations", "BLOCK", $"{critical.Length} critical: {string.Join(", ", critical)}.")
                : new("constraint_violations", "PASS", "Nothing critical."),
            new("risk_category", RiskStatus(result.Risk), $"The risk is {result.Risk}."),
        ];
    }

    private static string RiskStatus(string risk) => risk switch
    {
        "RED" => "BLOCK",
        "YELLOW" => "WARN",
        _ => "PASS",
    };
}
