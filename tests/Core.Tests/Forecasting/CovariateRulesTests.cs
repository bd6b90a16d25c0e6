using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Tests.Wire;

namespace Tollama.Core.Tests.Forecasting;

public sealed class CovariateRulesTests
{
    private const string Everything =
        """
        {"id":"a","timestamps":["x"],"target":[1],
         "past_covariates":{"z":[1],"n":[1],"c":["r"],"k":["s"]},
         "future_covariates":{"z":[1,2],"k":["u","v"]},
         "static_covariates":{"y":1,"x":2}}
        """;

    [Fact]
    public void Drops_what_the_model_cannot_use_with_one_warning_each()
    {
        var warnings = new List<string>();

        var filtered = CovariateRules.Apply(Request(isStrict: false), "mock", ModelCapabilities.None, warnings);

        var series = filtered.Series[0];
        Assert.Empty(series.PastCovariates);
        Assert.Empty(series.FutureCovariates);
        Assert.Empty(series.StaticCovariates);
        string[][] expected =
        [
            ["past-only numeric", "'n'"], ["past-only categorical", "'c'"], ["known-future numeric", "'z'"],
            ["known-future categorical", "'k'"], ["static", "'x', 'y'"],
        ];
        Assert.Equal(expected.Length, warnings.Count);
        Assert.All(expected.Zip(warnings), pair => Assert.All(
            [.. pair.First, "'a'", "mock"], token => Assert.Contains(token, pair.Second)));
    }

    [Fact]
    public void Keeps_what_the_model_can_use_in_order_of_names()
    {
        var capabilities = new ModelCapabilities { PastCovariatesNumeric = true, FutureCovariatesNumeric = true };
        var warnings = new List<string>();

        var series = CovariateRules.Apply(Request(isStrict: false), "torch", capabilities, warnings).Series[0];

        Assert.Equal(["n", "z"], series.PastCovariates.Select(item => item.Name));
        Assert.Equal(["z"], series.FutureCovariates.Select(item => item.Name));
        Assert.Equal(3, warnings.Count);
    }

    [Fact]
    public void Loses_a_known_future_covariate_entirely_where_only_the_past_is_supported()
    {
        var capabilities = new ModelCapabilities { PastCovariatesNumeric = true };

        var series = CovariateRules.Apply(Request(isStrict: false), "toto", capabilities, []).Series[0];

        Assert.Equal(["n"], series.PastCovariates.Select(item => item.Name));
    }

    [Fact]
    public void Refuses_everything_at_once_in_strict_mode()
    {
        var fault = Assert.Throws<TollamaException>(
            () => CovariateRules.Apply(Request(isStrict: true), "mock", ModelCapabilities.None, []));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Equal(5, fault.Message.Split("; ").Length);
    }

    private static ForecastRequest Request(bool isStrict)
    {
        string json = Bodies.WithSeries(Everything)[..^1]
            + ",\"parameters\":{\"covariates_mode\":\"" + (isStrict ? "strict" : "best_effort") + "\"}}";
        return Bodies.Forecast(json).Request;
    }
}
