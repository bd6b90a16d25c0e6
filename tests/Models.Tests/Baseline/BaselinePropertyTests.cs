using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Errors;
using Tollama.Models.Baseline;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Random series of every difficult kind: finite, ordered numbers or a refusal, from every method.</summary>
public sealed class BaselinePropertyTests
{
    private const int Cases = 30;
    private static readonly string[] Intervals = ["native", "calibrated", "conformal-distribution", "conformal-error"];
    private static readonly string[] Forms = ["ANN", "MAM", "MMN", "MMdM", "AAdA", "MNA", "MAdN"];
    private static readonly double[] Magnitudes = [1e-300, 1e-12, 1.0, 1e9, 1e300];

    public static TheoryData<string> Models => [.. BaselineModels.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Never_gives_anything_but_finite_ordered_numbers_or_a_refusal(string model)
    {
        var numbers = Gen.Choose(0, int.MaxValue - 1).ArrayOf(8).ToArbitrary();

        Prop.ForAll(numbers, draw => IsSound(model, draw)).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    private static bool IsSound(string model, int[] draw)
    {
        int season = new[] { 1, 2, 4, 7, 12, 400 }[draw[0] % 6];
        double[] target = Series(draw[1] % 8, 1 + (draw[2] % 45), Magnitudes[draw[3] % Magnitudes.Length], draw[4]);
        var options = new JsonObject
        {
            ["season_length"] = season,
            ["intervals"] = new JsonObject { ["method"] = Intervals[draw[5] % Intervals.Length], ["windows"] = 2 },
            ["components"] = Forms[draw[7] % Forms.Length],
            ["seasonal"] = draw[7] % 2 == 0 ? "additive" : "multiplicative",
            ["decomposition"] = draw[7] % 3 == 0 ? "additive" : "multiplicative",
            ["allow_multiplicative_trend"] = draw[7] % 5 == 0,
            ["order"] = new JsonArray(draw[7] % 3, draw[7] % 2, draw[7] % 4),
            ["seasonal_order"] = new JsonArray(draw[7] % 2, draw[7] % 3 % 2, 1),
            ["window"] = 1 + (draw[7] % 9),
            ["season_lengths"] = new JsonArray(2 + (draw[7] % 5), 400),
        };
        if (model is "theta" or "ces")
        {
            string[] variants = model == "theta" ? ["stm", "otm", "dstm", "dotm"] : ["N", "S", "P", "F"];
            options["variant"] = variants[draw[7] % 4];
        }

        double[] quantiles = draw[6] % 4 == 0 ? [] : [0.01, 0.5, 0.99];

        var outcome = BaselineRun.ForecastAsync(model, SearchRequest.Of(model, target, 3, quantiles, options))
            .GetAwaiter().GetResult();

        if (outcome.Result is not { } result)
        {
            return outcome.Failure?.Code == ErrorCode.BadRequest;
        }

        double[] mean = result.Forecasts[0].Mean.Span.ToArray();
        double[][] rows = [.. (result.Forecasts[0].Quantiles?.Rows ?? []).Select(row => row.Span.ToArray())];
        return mean.All(double.IsFinite)
            && rows.All(row => row.All(double.IsFinite))
            && rows.Zip(rows.Skip(1)).All(pair => pair.First.Zip(pair.Second).All(step => step.First <= step.Second));
    }

    private static double[] Series(int kind, int count, double magnitude, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(t => magnitude * (kind switch
        {
            0 => 1.0,
            1 => 0.0,
            2 => t,
            3 => -1.0 - random.NextDouble(),
            4 => random.NextDouble() < 0.7 ? 0.0 : 1 + random.Next(5),
            5 => t < count / 2 ? 1.0 : 1.0 + random.NextDouble(),
            6 => random.NextDouble() - 0.5,
            _ => 2.0 + Math.Sin(t) + (0.1 * random.NextDouble()),
        }))];
    }
}
