using System.Text.Json;
using Tollama.Core.Catalog;
using Tollama.Core.Recommendation;
using Tollama.Testing;

namespace Tollama.Core.Tests.Recommendation;

public sealed class RecommendationTests
{
    [Fact]
    public void Recommends_as_the_vectors_say() => Compare("recommend-newer", ModelRegistry.BuiltIn);

    [Fact]
    public void Recommends_from_the_older_registry_as_its_vectors_say() => Compare("recommend-baseline", Before());

    [Fact]
    public void Ranks_as_the_vectors_say() => VectorCases.ForEach("auto-select-baseline", item =>
    {
        string strategy = item.GetProperty("strategy").GetString()!;

        var ranked = ModelRanking.Rank(Before(), Shape(item), strategy);

        Assert.Equal(
            item.GetProperty("ranked").EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetDouble())),
            ranked.Select(model => (model.Model, model.Score)));
        Assert.Equal(Enumerable.Range(1, ranked.Count), ranked.Select(model => model.Rank));
    });

    [Fact]
    public void Models_that_are_not_worth_recommending_are_named_only_when_asked_for()
    {
        var needs = new ForecastNeeds { Horizon = 7 };
        const string Bundled = "granite-ttm-r2-main";

        var all = ModelRecommendation.Find(ModelRegistry.BuiltIn, new RecommendationQuery(needs, TopK: 20));
        var asked = ModelRecommendation.Find(ModelRegistry.BuiltIn, new RecommendationQuery(needs, IncludeModels: [Bundled]));

        Assert.DoesNotContain(all.Recommended, model => model.Entry.Name == Bundled);
        Assert.Equal(Bundled, Assert.Single(asked.Recommended).Entry.Name);
        Assert.Equal(Bundled, (string?)asked.ToJson()["request"]!["include_models"]![0]);
    }

    private static void Compare(string file, IReadOnlyList<RegistryEntry> registry) => VectorCases.ForEach(file, item =>
    {
        var input = item.GetProperty("input");
        var query = new RecommendationQuery(
            Needs(input), Flag(input, "allow_restricted_license"), input.TryGetProperty("top_k", out var k) ? k.GetInt32() : 3);

        var payload = ModelRecommendation.Find(registry, query).ToJson();

        var actual = JsonElement.Parse(payload.ToJsonString());
        foreach (string key in new[] { "recommendations", "excluded", "total_candidates", "compatible_candidates" })
        {
            Assert.Empty(JsonMatcher.Mismatches(item.GetProperty(key), actual.GetProperty(key)));
        }
    });

    /// <summary>The seven models of the older registry; one of them had another limit.</summary>
    private static RegistryEntry[] Before()
    {
        using var document = CompatFixtures.Load("vectors", "auto-select-baseline");
        var names = VectorCases.Texts(document.RootElement.GetProperty("installed"));
        return [.. ModelRegistry.BuiltIn.Where(entry => names.Contains(entry.Name)).Select(AsBefore)];
    }

    private static RegistryEntry AsBefore(RegistryEntry entry)
    {
        if (entry.Name != "granite-ttm-r2")
        {
            return entry;
        }

        var metadata = entry.Metadata!.DeepClone().AsObject();
        metadata["prediction_length"] = 30;
        return entry with { Metadata = metadata };
    }

    private static ForecastNeeds Needs(JsonElement input) => new()
    {
        Horizon = input.GetProperty("horizon").GetInt32(),
        Freq = VectorCases.Text(input, "freq"),
        HasPastCovariates = Flag(input, "has_past_covariates"),
        HasFutureCovariates = Flag(input, "has_future_covariates"),
        HasStaticCovariates = Flag(input, "has_static_covariates"),
        IsCategorical = VectorCases.Text(input, "covariates_type") == "categorical",
    };

    private static ForecastNeeds Shape(JsonElement item) => new()
    {
        Horizon = item.GetProperty("horizon").GetInt32(),
        Freq = VectorCases.Text(item, "freq") is { } freq && !ForecastNeeds.IsInferred(freq) ? freq : null,
        HasPastCovariates = VectorCases.Text(item, "past_covariates") is not null,
        HasFutureCovariates = Flag(item, "future_covariates"),
        IsCategorical = VectorCases.Text(item, "past_covariates") == "categorical",
        SeriesCount = item.GetProperty("series_count").GetInt32(),
        MeanHistoryLength = item.GetProperty("history_length").GetDouble(),
    };

    private static bool Flag(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
