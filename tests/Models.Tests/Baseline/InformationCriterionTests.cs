using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The corrected Akaike criterion, and what it means for series of a few observations.</summary>
public sealed class InformationCriterionTests
{
    [Fact]
    public void Costs_more_the_fewer_observations_are_left() =>
        Assert.Equal(100.0 + 6.0 + 24.0 / 6.0, InformationCriterion.Corrected(100.0, 3, 10), 1e-12);

    [Theory]
    [InlineData(3, 4)]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    public void Has_no_value_where_no_observation_is_left(double parameters, double count) =>
        Assert.Equal(double.PositiveInfinity, InformationCriterion.Corrected(-50.0, parameters, count));

    [Fact]
    public async Task A_form_with_as_many_values_as_observations_is_not_chosen()
    {
        double[] target = [3.0, 7.0, 4.0, 9.0, 5.5];
        var options = new JsonObject { ["season_length"] = 2, ["return_fit"] = true };

        var chosen = await BaselineRun.ForecastAsync(
            "auto-ces", SearchRequest.Of("auto-ces", target, 2, [], options.DeepClone().AsObject()));
        options["variant"] = "F";
        var full = await BaselineRun.ForecastAsync("ces", SearchRequest.Of("ces", target, 2, [], options));

        string? components = BaselineRun.Fit(chosen).GetProperty("components").GetString();
        Assert.True(components is "N" or "S", components);
        Assert.Equal(JsonValueKind.Number, BaselineRun.Fit(chosen).GetProperty("aicc").ValueKind);
        Assert.Equal(JsonValueKind.Null, BaselineRun.Fit(full).GetProperty("aicc").ValueKind);
    }
}
