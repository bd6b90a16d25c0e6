using System.Text.Json.Nodes;
using Tollama.Core.Recommendation;

namespace Tollama.Gateway.Composites.Auto;

/// <summary>Which models were taken for a forecast, and why (contract/http-api §14).</summary>
internal sealed record ModelSelection
{
    /// <summary>The request's strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>The model whose forecast it is; the first of several.</summary>
    public required string ChosenModel { get; init; }

    /// <summary>All whose forecasts went in, at least one.</summary>
    public required IReadOnlyList<string> SelectedModels { get; init; }

    /// <summary>Those that could have been taken, in order.</summary>
    public required IReadOnlyList<RankedModel> Candidates { get; init; }

    /// <summary>Why, in sentences; at least one.</summary>
    public required IReadOnlyList<string> Rationale { get; init; }

    /// <summary>Whether another model was meant to serve.</summary>
    public required bool FallbackUsed { get; init; }

    /// <summary>A selection of one model that was not chosen by rank.</summary>
    /// <param name="strategy">The request's strategy.</param>
    /// <param name="model">The model.</param>
    /// <param name="family">Its family.</param>
    /// <param name="reason">Why it was taken.</param>
    public static ModelSelection OfOne(string strategy, string model, string family, string reason) => new()
    {
        Strategy = strategy,
        ChosenModel = model,
        SelectedModels = [model],
        Candidates = [new RankedModel(model, family, 1, 0, [reason])],
        Rationale = [reason],
        FallbackUsed = false,
    };

    /// <summary>The block of the answer.</summary>
    public JsonObject ToJson() => new()
    {
        ["strategy"] = Strategy,
        ["chosen_model"] = ChosenModel,
        ["selected_models"] = Texts(SelectedModels),
        ["candidates"] = new JsonArray([.. Candidates.Select(candidate => new JsonObject
        {
            ["model"] = candidate.Model,
            ["family"] = candidate.Family,
            ["rank"] = candidate.Rank,
            ["score"] = candidate.Score,
            ["reasons"] = Texts(candidate.Reasons),
        })]),
        ["rationale"] = Texts(Rationale.Distinct(StringComparer.Ordinal)),
        ["fallback_used"] = FallbackUsed,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
