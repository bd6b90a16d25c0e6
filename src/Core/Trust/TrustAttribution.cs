namespace Tollama.Core.Trust;

/// <summary>What one component adds to a trust score.</summary>
/// <param name="Component">The component.</param>
/// <param name="Contribution">Its share of the score in points, 4 decimals.</param>
/// <param name="ImpactPercent">Its share of the score in percent, 1 decimal.</param>
public sealed record TrustAttribution(TrustComponent Component, double Contribution, double ImpactPercent)
{
    /// <summary>Every component of a result, the largest contribution first.</summary>
    public static IReadOnlyList<TrustAttribution> Of(TrustResult result)
    {
        double weight = result.Components.Sum(component => component.Weight);
        weight = weight > 0 ? weight : 1;
        return [.. result.Components
            .Select(component =>
            {
                double contribution = component.Weight / weight * component.Score;
                return new TrustAttribution(
                    component,
                    Math.Round(contribution, 4),
                    result.Score > 0 ? Math.Round(contribution / result.Score * 100, 1) : 0);
            })
            .OrderByDescending(attribution => Math.Abs(attribution.Contribution))];
    }
}
