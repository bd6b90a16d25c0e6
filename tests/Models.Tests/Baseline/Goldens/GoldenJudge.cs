using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Baseline.Goldens;

/// <summary>Judges an answer by the rules of tests/golden/baseline/README.md.</summary>
internal static class GoldenJudge
{
    private const double SameHeight = 0.05;

    /// <summary>What is wrong with a forecast; empty when nothing is.</summary>
    public static IEnumerable<string> Compare(
        GoldenCase golden, JsonElement expected, SeriesForecast ours, double tolerance)
    {
        double room = tolerance * golden.Span();
        double[] mean = RequestJson.Numbers(expected.GetProperty("mean"));
        foreach (string fault in Rows("mean", mean, ours.Mean.Span.ToArray(), room))
        {
            yield return fault;
        }

        foreach (string fault in CompareQuantiles(golden, expected, ours, tolerance))
        {
            yield return fault;
        }
    }

    /// <summary>What is wrong with the quantiles; empty when nothing is, or none are expected.</summary>
    public static IEnumerable<string> CompareQuantiles(
        GoldenCase golden, JsonElement expected, SeriesForecast ours, double tolerance)
    {
        if (!expected.TryGetProperty("quantiles", out var quantiles) || quantiles.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var (row, i) in quantiles.EnumerateObject().Select((row, i) => (row, i)))
        {
            double[] values = ours.Quantiles is { } given ? given.Rows[i].Span.ToArray() : [];
            foreach (
                string fault in Rows("q" + row.Name, RequestJson.Numbers(row.Value), values, tolerance * golden.Span()))
            {
                yield return fault;
            }
        }
    }

    /// <summary>What is wrong with a searched model: the optimum, and the forecast where the optima compare.</summary>
    public static IEnumerable<string> CompareFit(
        GoldenCase golden, SeriesForecast ours, JsonElement fit, bool isOtherOptimum)
    {
        var missed = Missed(golden.Objective!.Value, fit).ToList();
        if (missed.Count > 0 || isOtherOptimum || !IsSameForm(golden, fit) || IsHigher(golden, fit))
        {
            return missed;
        }

        var (expected, tolerance) = IsAtTop(golden, fit)
            ? (golden.AtParameters!.Value, 1e-2)
            : (golden.Forecast, golden.Tolerance);
        return Rows(
                "mean",
                RequestJson.Numbers(expected.GetProperty("mean")),
                ours.Mean.Span.ToArray(),
                tolerance * golden.Span())
            .Concat(CompareQuantiles(golden, expected, ours, 3 * tolerance));
    }

    private static IEnumerable<string> Missed(JsonElement objective, JsonElement fit)
    {
        foreach (var goal in objective.EnumerateObject())
        {
            var (name, sign, slack) = goal.Name switch
            {
                "log_likelihood_at_least" => ("log_likelihood", 1, 0.0),
                "aicc_at_most" => ("aicc", -1, 2e-3),
                "sse_after_third_at_most" => ("sse_after_third", -1, 0.0),
                _ => throw new InvalidOperationException($"Unknown goal {goal.Name}."),
            };
            double? value = Number(fit, name);
            if (value is null || sign * (value - goal.Value.GetDouble()) < -slack)
            {
                yield return $"{name} {value:R} misses {goal.Name} {goal.Value}";
            }
        }
    }

    private static bool IsSameForm(GoldenCase golden, JsonElement fit) =>
        !golden.Fitted.TryGetProperty("components", out var form)
        || form.GetString() == fit.GetProperty("components").GetString();

    private static bool IsAtTop(GoldenCase golden, JsonElement fit) =>
        golden.AtParameters is { } at
        && Math.Abs(Number(fit, "log_likelihood")!.Value - Number(at, "log_likelihood")!.Value) <= SameHeight;

    private static bool IsHigher(GoldenCase golden, JsonElement fit)
    {
        double? ours = Number(fit, "log_likelihood");
        if (golden.AtParameters is { } at)
        {
            return ours > Number(at, "log_likelihood") + SameHeight;
        }

        return ours - Number(golden.Fitted, "log_likelihood") > SameHeight
            || Number(fit, "sse_after_third") < Number(golden.Objective!.Value, "sse_after_third_at_most") * (1 - 1e-4);
    }

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static IEnumerable<string> Rows(string what, double[] expected, double[] ours, double room)
    {
        if (ours.Length != expected.Length)
        {
            return [$"{what}: {ours.Length} values, expected {expected.Length}"];
        }

        int worst = Enumerable.Range(0, ours.Length).MaxBy(i => Math.Abs(ours[i] - expected[i]));
        double distance = Math.Abs(ours[worst] - expected[worst]);
        return distance <= room
            ? []
            : [$"{what}[{worst}]: {ours[worst]:R}, expected {expected[worst]:R}: {distance / room:G3} times the room"];
    }
}
