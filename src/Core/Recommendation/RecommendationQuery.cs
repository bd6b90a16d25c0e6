namespace Tollama.Core.Recommendation;

/// <summary>A question for models that would serve a forecast (contract/http-api §14.4).</summary>
/// <param name="Needs">What is asked of them.</param>
/// <param name="AllowRestrictedLicence">
/// Whether licences that must be accepted or forbid commercial use are fine.
/// </param>
/// <param name="TopK">Models to name, at least 1.</param>
/// <param name="IncludeModels">Models to choose from; null for all of the registry that are worth recommending.</param>
public sealed record RecommendationQuery(
    ForecastNeeds Needs,
    bool AllowRestrictedLicence = false,
    int TopK = 3,
    IReadOnlyList<string>? IncludeModels = null);
