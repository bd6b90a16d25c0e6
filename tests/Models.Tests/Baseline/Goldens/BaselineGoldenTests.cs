using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Models.Baseline;

namespace Tollama.Models.Tests.Baseline.Goldens;

/// <summary>Every golden case of the statistical models, through the family.</summary>
public sealed class BaselineGoldenTests
{
    /// <summary>
    /// The values of these cases lie 0.04 of log-likelihood below the top, on the way to it (a test below), and their
    /// forecasts 1 to 2 % of the span from the top's. Their goals are checked, not their forecasts.
    /// </summary>
    private static readonly HashSet<string> BelowTheTop =
        new(StringComparer.Ordinal) { "holt-winters-elnino-additive", "holt-winters-elnino-multiplicative" };

    public static TheoryData<string> Unfinished => [.. BelowTheTop];

    public static TheoryData<string> Plain => Select(golden => golden.Objective is null);

    public static TheoryData<string> Searched => Select(golden => golden.Objective is not null);

    public static TheoryData<string> Given => Select(golden => golden.AtParameters is not null);

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task Equals_the_reference(string name)
    {
        var golden = GoldenCase.Load(name);

        var outcome = await BaselineRun.ForecastAsync(golden.Model, golden.Request);

        if (golden.Expected.TryGetProperty("status", out _))
        {
            Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
            return;
        }

        Assert.Null(outcome.Failure);
        Assert.Empty(GoldenJudge.Compare(golden, golden.Forecast, outcome.Result!.Forecasts[0], golden.Tolerance));
    }

    [Theory]
    [MemberData(nameof(Searched))]
    public async Task Fits_at_least_as_well_as_the_reference(string name)
    {
        var golden = GoldenCase.Load(name);

        var outcome = await BaselineRun.ForecastAsync(golden.Model, golden.With(("return_fit", true)));

        Assert.Null(outcome.Failure);
        Assert.Empty(GoldenJudge.CompareFit(
            golden, outcome.Result!.Forecasts[0], BaselineRun.Fit(outcome), BelowTheTop.Contains(name)));
    }

    [Theory]
    [MemberData(nameof(Given))]
    public async Task Evaluates_given_parameters_like_the_reference(string name)
    {
        var golden = GoldenCase.Load(name);
        var at = golden.AtParameters!.Value;
        var model = new JsonObject
        {
            ["components"] = golden.Fitted.GetProperty("components").GetString(),
            ["parameters"] = JsonObject.Create(at.GetProperty("parameters")),
            ["initial_states"] = JsonArray.Create(at.GetProperty("initial_states")),
        };

        var outcome = await BaselineRun.ForecastAsync(golden.Model, golden.With(("return_fit", true), ("at", model)));

        Assert.Null(outcome.Failure);
        bool isZeroErrorPath = golden.Fitted.GetProperty("components").GetString() == "MAdM";
        var forecast = outcome.Result!.Forecasts[0];
        double expected = at.GetProperty("log_likelihood").GetDouble();
        double ours = BaselineRun.Fit(outcome).GetProperty("log_likelihood").GetDouble();
        Assert.InRange(Math.Abs(ours - expected), 0, 1e-6 * Math.Max(1, Math.Abs(expected)));
        Assert.Empty(GoldenJudge.Compare(golden, WithoutQuantiles(at), forecast, isZeroErrorPath ? 1e-6 : 1e-8));
        Assert.Empty(GoldenJudge.CompareQuantiles(golden, at, forecast, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Unfinished))]
    public async Task Climbs_all_the_way_from_the_given_values_to_its_own(string name)
    {
        const int steps = 10;
        var golden = GoldenCase.Load(name);
        var at = golden.AtParameters!.Value;
        var searched = await BaselineRun.ForecastAsync(golden.Model, golden.With(("return_fit", true)));
        var top = BaselineRun.Fit(searched);

        double last = double.NegativeInfinity;
        for (int i = 0; i <= steps; i++)
        {
            var point = Between(at, top, i / (double)steps);
            var outcome = await BaselineRun.ForecastAsync(
                golden.Model, golden.With(("return_fit", true), ("at", point)));
            double height = BaselineRun.Fit(outcome).GetProperty("log_likelihood").GetDouble();
            Assert.True(height > last, $"{height} after {last} at step {i}");
            last = height;
        }

        Assert.InRange(last - at.GetProperty("log_likelihood").GetDouble(), 0.03, 0.05);
    }

    /// <summary>The model that lies on the line between two fits, as <c>options.at</c> takes it.</summary>
    private static JsonObject Between(JsonElement from, JsonElement to, double share)
    {
        var parameters = new JsonObject();
        foreach (var parameter in from.GetProperty("parameters").EnumerateObject())
        {
            double end = to.GetProperty("parameters").GetProperty(parameter.Name).GetDouble();
            parameters[parameter.Name] = Mix(parameter.Value.GetDouble(), end);
        }

        double[] start = RequestJson.Numbers(from.GetProperty("initial_states"));
        double[] ends = RequestJson.Numbers(to.GetProperty("initial_states"));
        return new JsonObject
        {
            ["parameters"] = parameters,
            ["initial_states"] = new JsonArray([.. start.Zip(ends, Mix).Select(x => JsonValue.Create(x))]),
        };

        double Mix(double start, double end) => ((1 - share) * start) + (share * end);
    }

    private static JsonElement WithoutQuantiles(JsonElement at)
    {
        var copy = JsonObject.Create(at)!;
        copy.Remove("quantiles");
        return JsonSerializer.SerializeToElement(copy);
    }

    private static TheoryData<string> Select(Func<GoldenCase, bool> isWanted)
    {
        var data = new TheoryData<string>();
        foreach (string name in GoldenCase.Names().Where(IsServed).Where(name => isWanted(GoldenCase.Load(name))))
        {
            data.Add(name);
        }

        return data;
    }

    private static bool IsServed(string name) =>
        BaselineModels.Entries.Any(entry => entry.Name == GoldenCase.Load(name).Model);
}
