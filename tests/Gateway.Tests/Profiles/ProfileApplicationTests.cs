using System.Text;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Profiles;

namespace Tollama.Gateway.Tests.Profiles;

public sealed class ProfileApplicationTests
{
    [Fact]
    public void Options_of_the_request_win_key_by_key()
    {
        var body = Read(""" "options": {"a": 2, "c": {"x": 1}} """);
        var profile = Profile(options: """{"a": 1, "b": 7, "c": {"y": 2}}""");

        var options = ProfileApplication.Apply(body, "p", profile).Request.Options;

        Assert.Equal("""{"a":2,"b":7,"c":{"x":1}}""", Sorted(options.Root.GetRawText()));
    }

    [Fact]
    public void Parameters_merge_at_every_depth_and_an_explicit_null_counts()
    {
        var body = Read(""" "parameters": {"timesfm": {"ridge": 0.5}, "metrics": null} """);
        var profile = Profile(
            parameters: """{"covariates_mode": "strict", "timesfm": {"ridge": 0.1, "force_on_cpu": true}, "metrics": {"names": ["mae"]}}"""
        );

        var parameters = ProfileApplication.Apply(body, "p", profile).Request.Parameters;

        Assert.True(parameters.IsStrict);
        Assert.Equal(0.5, parameters.TimesFm!.Ridge);
        Assert.True(parameters.TimesFm.ForceOnCpu);
        Assert.Null(parameters.Metrics);
    }

    [Fact]
    public void Metrics_of_a_profile_need_actuals_like_those_of_a_request()
    {
        var profile = Profile(parameters: """{"metrics": {"names": ["mae"]}}""");

        var fault = Assert.Throws<TollamaException>(() => ProfileApplication.Apply(Read(null), "weekly", profile));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains("weekly", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapped_covariates_reach_the_model_under_its_own_names()
    {
        var body = Read(
            null,
            """ "past_covariates": {"temp": [1, 2], "wind": [3, 4]}, "static_covariates": {"shop": 7} """);
        var profile = Profile(mappings: """{"temperature": "temp", "store": "shop"}""");

        var series = ProfileApplication.Apply(body, "p", profile).Request.Series[0];

        Assert.Equal(["temperature", "wind"], series.PastCovariates.Select(covariate => covariate.Name));
        Assert.Equal(["store"], series.StaticCovariates.Keys);
    }

    [Fact]
    public void A_mapping_onto_a_name_that_is_taken_is_refused()
    {
        var body = Read(null, """ "past_covariates": {"temp": [1, 2], "wind": [3, 4]} """);

        var fault = Assert.Throws<TollamaException>(
            () => ProfileApplication.Apply(body, "p", Profile(mappings: """{"wind": "temp"}""")));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains("'wind'", fault.Message, StringComparison.Ordinal);
    }

    private static ForecastBody Read(string? members, string? seriesMembers = null) => ForecastBodies.ReadForecast(
        Encoding.UTF8.GetBytes($$"""
        {"model": "mock", "horizon": 1,{{(members is null ? string.Empty : members + ",")}}
         "series": [{"id": "s", "freq": "D", "timestamps": ["2025-01-01", "2025-01-02"], "target": [1, 2]
           {{(seriesMembers is null ? string.Empty : "," + seriesMembers)}}}]}
        """),
        ForecastRoute.V1);

    private static ForecastProfile Profile(string options = "{}", string parameters = "{}", string? mappings = null) =>
        new()
        {
            Model = "mock",
            Options = JsonNode.Parse(options)!.AsObject(),
            Parameters = JsonNode.Parse(parameters)!.AsObject(),
            CovariateMappings = mappings is null ? null : JsonNode.Parse(mappings)!.AsObject(),
        };

    private static string Sorted(string json) => new JsonObject(JsonNode.Parse(json)!.AsObject()
        .OrderBy(member => member.Key, StringComparer.Ordinal)
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
}
