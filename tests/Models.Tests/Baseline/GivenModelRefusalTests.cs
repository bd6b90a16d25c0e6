using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Baseline;

/// <summary>A model of option <c>at</c> that cannot be, or that is not the one the request names.</summary>
public sealed class GivenModelRefusalTests
{
    private const int Season = 4;
    private const string Aan = """{"alpha":0.3,"beta":0.1}""";
    private const string Mam = """{"alpha":0.3,"beta":0.1,"gamma":0.2}""";

    [Theory]
    [InlineData("holt", """{"parameters":{"alpha":0.3,"beta":0.1,"zeta":7},"initial_states":[50,1]}""",
        "'zeta' as 7", "beta")]
    [InlineData("holt", """{"parameters":{"alpha":0.3,"beta":0.1,"gamma":0.2},"initial_states":[50,1]}""",
        "'gamma' as 0.2", "AAN")]
    [InlineData("arima", """{"components":"ARIMA(1,1,1)","parameters":{"ar1":0.3,"ma1":0.2,"ma2":0.1}}""",
        "'ma2' as 0.1", "ma1")]
    [InlineData("arima", """{"components":"ARIMA(0,1,0)","parameters":{"sar1":0.3}}""",
        "'sar1' as 0.3", "none")]
    [InlineData("arima", """{"components":"ARIMA(0,0,0)","parameters":{"intercept":3,"drift":2}}""",
        "'drift' as 2", "intercept")]
    [InlineData("ces", """{"components":"N","parameters":{"alpha_0":1.3,"alpha_1":1,"beta_0":0.5}}""",
        "'beta_0' as 0.5", "form N")]
    [InlineData("theta", """{"parameters":{"alpha":0.3,"theta":2,"initial_smoothed":50,"beta":1}}""",
        "'beta' as 1", "STM")]
    [InlineData("ses", """{"parameters":{"alpha":0.3,"beta":0.1}}""",
        "'beta' as 0.1", "alpha")]
    public Task A_parameter_that_the_model_does_not_have_is_named(
        string model, string at, string parameter, string has) =>
        AssertRefusedAsync(model, at, null, parameter, has, "Leave it out");

    [Theory]
    [InlineData("arima", """{"components":"ARIMA(1,0,0)","parameters":{"ar1":0.3},"initial_states":[5]}""")]
    [InlineData("ces", """{"components":"N","parameters":{"alpha_0":1.3,"alpha_1":1},"initial_states":[5,6]}""")]
    [InlineData("theta", """{"parameters":{"alpha":0.3,"theta":2,"initial_smoothed":50},"initial_states":[5]}""")]
    [InlineData("ses", """{"parameters":{"alpha":0.3},"initial_states":[5]}""")]
    public Task Initial_states_of_a_model_that_has_none_to_give_are_refused(string model, string at) =>
        AssertRefusedAsync(model, at, null, "initial_states, the first 5", "Leave 'initial_states' out");

    [Theory]
    [InlineData("[50]", "gives 1 initial states")]
    [InlineData("[50,1,2]", "gives 3 initial states")]
    public Task Another_number_of_initial_states_is_refused(string states, string reason) =>
        AssertRefusedAsync(
            "holt", $$"""{"parameters":{{Aan}},"initial_states":{{states}}}""", null, reason, "has 2: l, b");

    [Theory]
    [InlineData("holt", "ANN", null)]
    [InlineData("holt", "AAdN", null)]
    [InlineData("holt-damped", "AAN", null)]
    [InlineData("holt-winters", "MMM", null)]
    [InlineData("holt-winters", "MAM", """{"seasonal":"additive"}""")]
    [InlineData("holt-winters", "AAA", """{"seasonal":"multiplicative"}""")]
    [InlineData("ets", "AAN", """{"components":"ANN"}""")]
    [InlineData("ces", "P", """{"variant":"n"}""")]
    [InlineData("theta", "DOTM", """{"variant":"stm"}""")]
    [InlineData("ses", "ANN", null)]
    [InlineData("arima", "ARIMA(1,1,0)", """{"order":[1,0,0]}""")]
    [InlineData("arima", "ARIMA(1,1,0)", """{"seasonal_order":[0,1,1]}""")]
    public Task Components_that_the_method_or_its_options_contradict_are_refused(
        string model, string components, string? options) =>
        AssertRefusedAsync(model, $$"""{"components":"{{components}}"}""", options, components);

    [Theory]
    [InlineData("""{"include_mean":true}""", "ARIMA(1,0,0)", """{"ar1":0.3}""", "'include_mean' is true")]
    [InlineData("""{"include_mean":false}""", "ARIMA(0,0,0)", """{"intercept":0.3}""", "'include_mean' is false")]
    [InlineData("""{"include_drift":false}""", "ARIMA(0,1,0)", """{"drift":0.3}""", "'include_drift' is false")]
    public Task A_constant_that_the_options_contradict_is_refused(
        string options, string components, string parameters, string reason) => AssertRefusedAsync(
            "arima", $$"""{"components":"{{components}}","parameters":{{parameters}}}""", options, reason);

    [Fact]
    public Task A_weight_that_two_options_name_differently_is_refused() => AssertRefusedAsync(
        "ses", """{"parameters":{"alpha":0.3}}""", """{"alpha":0.4}""", "'alpha' as 0.3", "is 0.4");

    /// <summary>Defaults give way to what is given, and what is said twice alike is no contradiction.</summary>
    [Theory]
    [InlineData("holt-winters", "MAM", Mam, null)]
    [InlineData("holt-winters", "MAM", Mam, """{"seasonal":"multiplicative"}""")]
    [InlineData("ets", "MAM", Mam, """{"components":"MAM"}""")]
    [InlineData("ets", "MAM", Mam, null)]
    [InlineData("ces", "P", """{"alpha_0":1.3,"alpha_1":1,"beta_0":0.5}""", null)]
    [InlineData("theta", "OTM", """{"alpha":0.3,"theta":3,"initial_smoothed":50}""", """{"variant":"otm"}""")]
    [InlineData("arima", "ARIMA(1,1,0)", """{"ar1":0.3,"drift":0.1}""", """{"order":[1,1,0]}""")]
    [InlineData("arima", "ARIMA(1,0,0)", """{"ar1":0.3}""", """{"include_drift":false}""")]
    public async Task Components_that_nothing_contradicts_are_taken(
        string model, string components, string parameters, string? options)
    {
        string states = components == "MAM" ? ""","initial_states":[50,0.2,1.1,0.9,0.8,1.2]""" : "";

        var outcome = await ForecastAsync(
            model, $$"""{"components":"{{components}}","parameters":{{parameters}}{{states}}}""", options);

        Assert.Null(outcome.Failure);
        Assert.StartsWith(components, BaselineRun.Fit(outcome).GetProperty("components").GetString());
    }

    [Theory]
    [InlineData("AAN", """{"alpha":0.3,"beta":0.5}""", "'beta' as 0.5", "between 0.0001 and 0.3")]
    [InlineData("AAA", """{"alpha":0.3,"beta":0.1,"gamma":0.8}""", "'gamma' as 0.8", "between 0.0001 and 0.7")]
    [InlineData("AAN", """{"alpha":1.5,"beta":0.1}""", "'alpha' as 1.5", "between 0.0001 and 0.9999")]
    [InlineData("AAN", """{"alpha":0.3,"beta":0}""", "'beta' as 0;", "between 0.0001 and 0.3")]
    [InlineData("AAdN", """{"alpha":0.3,"beta":0.1,"phi":0.5}""", "'phi' as 0.5", "between 0.8 and 0.98")]
    public Task A_smoothing_parameter_outside_its_bounds_is_named(
        string components, string parameters, string parameter, string bounds)
    {
        string states = components == "AAA" ? "[50,0.2,3,-1,-4,2]" : "[50,0.2]";
        return AssertRefusedAsync(
            "ets",
            $$"""{"components":"{{components}}","parameters":{{parameters}},"initial_states":{{states}}}""",
            null,
            parameter,
            bounds);
    }

    /// <summary>β ≤ α is not enough with a season: here a root is on the unit circle at β = 0.2329.</summary>
    [Theory]
    [InlineData("0.2328", true)]
    [InlineData("0.2331", false)]
    public async Task A_model_that_never_forgets_is_refused(string beta, bool forgets)
    {
        string at = $$"""
            {
              "components":"AAA",
              "parameters":{"alpha":0.3,"beta":{{beta}},"gamma":0.7},
              "initial_states":[50,0.2,1,2,3,0,-1,-2,-3]
            }
            """;

        var outcome = await ForecastAsync("ets", at, """{"season_length":7}""");

        Assert.Equal(forgets ? null : ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.True(forgets || outcome.Failure!.Message.Contains($"'beta' as {beta}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AAN", """{"alpha":0.3,"beta":0.3000001}""", "[50,0.2]")]
    [InlineData("ANA", """{"alpha":0.3,"gamma":0.7000001}""", "[50,3,-1,-4,2]")]
    [InlineData("MAM", """{"alpha":0.3,"beta":0.1,"gamma":0.2}""", "[50,0.2,-1e-9,1,1.5,1.5]")]
    public async Task A_hair_beyond_a_bound_is_rounding(string components, string parameters, string states) =>
        Assert.Null((await ForecastAsync(
            "ets",
            $$"""{"components":"{{components}}","parameters":{{parameters}},"initial_states":{{states}}}""",
            null)).Failure);

    [Fact]
    public Task A_negative_factor_of_the_season_is_refused() => AssertRefusedAsync(
        "ets",
        $$"""{"components":"MAM","parameters":{{Mam}},"initial_states":[50,0.2,1,1,-1,3]}""",
        null,
        "number 5 of the initial_states",
        "as -1;",
        "at least 0");

    [Fact]
    public Task Theta_of_a_standard_model_is_two() => AssertRefusedAsync(
        "theta", """{"parameters":{"alpha":0.3,"theta":3,"initial_smoothed":50}}""", null, "'theta' as 3", "must be 2");

    /// <summary>A season of one observation is none, and exponential smoothing fits up to 24.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public Task A_season_that_cannot_be_fitted_is_refused(int season) => AssertRefusedAsync(
        "auto-ets",
        $$"""
        {
          "components":"ANA",
          "parameters":{"alpha":0.3,"gamma":0.2},
          "initial_states":[{{string.Join(',', new int[season + 1])}}]
        }
        """,
        $$"""{"season_length":{{season}}}""",
        "a season of 2 to 24");

    [Fact]
    public Task What_at_does_not_know_is_named() => AssertRefusedAsync(
        "holt", """{"params":{"alpha":0.3}}""", null, "'params'", "components");

    [Fact]
    public async Task An_entry_of_the_reported_fits_is_taken_as_it_stands()
    {
        var searched = await ForecastAsync("holt", null, null);

        var given = await ForecastAsync("holt", BaselineRun.Fit(searched).GetRawText(), null);

        Assert.Null(given.Failure);
        double[] expected = searched.Result!.Forecasts[0].Mean.Span.ToArray();
        Assert.All(
            given.Result!.Forecasts[0].Mean.Span.ToArray().Zip(expected),
            step => Assert.Equal(step.Second, step.First, 1e-9 * Math.Abs(step.Second)));
    }

    private static async Task AssertRefusedAsync(string model, string at, string? options, params string[] words)
    {
        var outcome = await ForecastAsync(model, at, options);

        Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
        Assert.All(words, word => Assert.Contains(word, outcome.Failure!.Message, StringComparison.Ordinal));
    }

    private static Task<ForecastOutcome> ForecastAsync(string model, string? at, string? options)
    {
        var all = JsonNode.Parse(options ?? "{}")!.AsObject(); // an object
        all["season_length"] ??= Season;
        all["return_fit"] = true;
        if (at is not null)
        {
            all["at"] = JsonNode.Parse(at);
        }

        return BaselineRun.ForecastAsync(
            model, SearchRequest.Of(model, SearchRequest.Seasonal(60, Season), 3, [], all));
    }
}
