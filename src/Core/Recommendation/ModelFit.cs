using System.Globalization;
using System.Text.Json;
using Tollama.Core.Catalog;

namespace Tollama.Core.Recommendation;

/// <summary>
/// How well a model fits what a forecast needs, whatever the strategy (contract/http-api §14.2, §14.4).
/// </summary>
/// <param name="Score">Points; more is better.</param>
/// <param name="Reasons">Where they come from, at least one.</param>
public sealed record ModelFit(int Score, IReadOnlyList<string> Reasons)
{
    /// <summary>Why a model is out of the question, as the contract's tokens; empty when it fits.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="needs">What is asked of it.</param>
    /// <param name="allowRestrictedLicence">
    /// Whether licences that must be accepted or forbid commercial use are fine.
    /// </param>
    public static IReadOnlyList<string> FindObstacles(
        RegistryEntry entry,
        ForecastNeeds needs,
        bool allowRestrictedLicence)
    {
        var capabilities = entry.Capabilities ?? ModelCapabilities.None;
        var obstacles = new List<string>();
        AddIf(entry.Metadata?["forecast_ready"]?.GetValueKind() == JsonValueKind.False, "forecast_not_ready");
        AddIf(!allowRestrictedLicence && IsRestricted(entry.Licence), "restricted_license");
        AddIf(
            needs.HasPastCovariates
                && !(needs.IsCategorical ? capabilities.PastCovariatesCategorical : capabilities.PastCovariatesNumeric),
            "missing_past_covariates_" + needs.CovariatesType);
        AddIf(
            needs.HasFutureCovariates
                && !(
                    needs.IsCategorical
                        ? capabilities.FutureCovariatesCategorical
                        : capabilities.FutureCovariatesNumeric),
            "missing_future_covariates_" + needs.CovariatesType);
        AddIf(needs.HasStaticCovariates && !capabilities.StaticCovariates, "missing_static_covariates");
        var limit = ModelLimits.Of(entry.Metadata).Horizon;
        AddIf(needs.Horizon > limit, string.Create(CultureInfo.InvariantCulture, $"horizon_exceeds_limit:{limit}"));
        return obstacles;

        void AddIf(bool applies, string token)
        {
            if (applies)
            {
                obstacles.Add(token);
            }
        }
    }

    /// <summary>Scores a model that has no obstacles.</summary>
    public static ModelFit Of(RegistryEntry entry, ForecastNeeds needs)
    {
        int score = 100;
        var reasons = new List<string> { "fits the request" };
        Add(needs.HasPastCovariates, 10, "uses past covariates");
        Add(needs.HasFutureCovariates, 15, "uses known-future covariates");
        Add(needs.HasStaticCovariates, 10, "uses static covariates");
        if (ModelLimits.Of(entry.Metadata).Horizon is { } limit)
        {
            Add(
                true,
                8,
                string.Create(CultureInfo.InvariantCulture, $"horizon {needs.Horizon} is within its limit of {limit}"));
            Add(limit - needs.Horizon <= Math.Max(5, limit / 10), 4, "the horizon is close to what it was made for");
        }
        else
        {
            Add(true, 4, "no horizon limit is declared");
        }

        Add(needs.Freq is not null, 1, $"the frequency {needs.Freq} is known");
        Add(entry.Licence.NeedsAcceptance, -2, "its license must be accepted");
        Add(entry.Family == "mock", -25, "it repeats the last value and models nothing");
        return new ModelFit(score, reasons);

        void Add(bool applies, int points, string reason)
        {
            if (applies)
            {
                score += points;
                reasons.Add(reason);
            }
        }
    }

    private static bool IsRestricted(ModelLicence licence) =>
        licence.NeedsAcceptance
        || licence.Type.Contains("-nc", StringComparison.OrdinalIgnoreCase)
        || licence.Notice?.Contains("non-commercial", StringComparison.OrdinalIgnoreCase) == true;
}
