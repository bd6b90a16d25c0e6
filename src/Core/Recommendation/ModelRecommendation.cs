using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;

namespace Tollama.Core.Recommendation;

/// <summary>Models that would serve a forecast, installed or not (contract/http-api §14.4).</summary>
public sealed record ModelRecommendation
{
    /// <summary>The question.</summary>
    public required RecommendationQuery Query { get; init; }

    /// <summary>The best, in order; at most the query's number.</summary>
    public required IReadOnlyList<RecommendedModel> Recommended { get; init; }

    /// <summary>Those that cannot serve, by name.</summary>
    public required IReadOnlyList<ExcludedModel> Excluded { get; init; }

    /// <summary>Models looked at.</summary>
    public required int TotalCandidates { get; init; }

    /// <summary>Those of them that could serve.</summary>
    public int CompatibleCandidates => TotalCandidates - Excluded.Count;

    /// <summary>Answers a question.</summary>
    /// <param name="registry">The registry; built-in methods, which need no pull, are passed over.</param>
    /// <param name="query">The question.</param>
    public static ModelRecommendation Find(IEnumerable<RegistryEntry> registry, RecommendationQuery query)
    {
        RegistryEntry[] candidates = [.. registry.Where(entry => !entry.IsBuiltIn && IsAskedFor(entry, query))];
        var compatible = new List<RecommendedModel>();
        var excluded = new List<ExcludedModel>();
        foreach (var entry in candidates)
        {
            var obstacles = ModelFit.FindObstacles(entry, query.Needs, query.AllowRestrictedLicence);
            if (obstacles.Count > 0)
            {
                excluded.Add(new ExcludedModel(entry.Name, entry.Family, obstacles));
            }
            else
            {
                compatible.Add(new RecommendedModel(entry, ModelFit.Of(entry, query.Needs)));
            }
        }

        return new ModelRecommendation
        {
            Query = query,
            Recommended = [.. compatible
                .OrderByDescending(model => model.Fit.Score)
                .ThenBy(model => model.Entry.Name, StringComparer.Ordinal)
                .Take(query.TopK)],
            Excluded = [.. excluded.OrderBy(model => model.Model, StringComparer.Ordinal)],
            TotalCandidates = candidates.Length,
        };
    }

    /// <summary>The payload of the contract.</summary>
    public JsonObject ToJson() => new()
    {
        ["request"] = QueryJson(),
        ["recommendations"] = new JsonArray([.. Recommended.Select(Json)]),
        ["excluded"] = new JsonArray([.. Excluded.Select(model => new JsonObject
        {
            ["model"] = model.Model,
            ["family"] = model.Family,
            ["reasons"] = Texts(model.Reasons),
        })]),
        ["total_candidates"] = TotalCandidates,
        ["compatible_candidates"] = CompatibleCandidates,
    };

    private static bool IsAskedFor(RegistryEntry entry, RecommendationQuery query) => query.IncludeModels is { } names
        ? names.Contains(entry.Name, StringComparer.Ordinal)
        : entry.Metadata?["recommend"]?.GetValueKind() != JsonValueKind.False;

    private JsonObject QueryJson()
    {
        var needs = Query.Needs;
        var json = new JsonObject
        {
            ["horizon"] = needs.Horizon,
            ["freq"] = needs.Freq ?? "auto",
            ["has_past_covariates"] = needs.HasPastCovariates,
            ["has_future_covariates"] = needs.HasFutureCovariates,
            ["has_static_covariates"] = needs.HasStaticCovariates,
            ["covariates_type"] = needs.CovariatesType,
            ["allow_restricted_license"] = Query.AllowRestrictedLicence,
            ["top_k"] = Query.TopK,
        };
        if (Query.IncludeModels is { } names)
        {
            json["include_models"] = Texts(names);
        }

        return json;
    }

    private static JsonNode Json(RecommendedModel model, int index)
    {
        var licence = new JsonObject
        {
            ["type"] = model.Entry.Licence.Type,
            ["needs_acceptance"] = model.Entry.Licence.NeedsAcceptance,
        };
        if (model.Entry.Licence.Notice is { } notice)
        {
            licence["notice"] = notice;
        }

        return new JsonObject
        {
            ["model"] = model.Entry.Name,
            ["family"] = model.Entry.Family,
            ["license"] = licence,
            ["score"] = model.Fit.Score,
            ["reasons"] = Texts(model.Fit.Reasons),
            ["rank"] = index + 1,
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
