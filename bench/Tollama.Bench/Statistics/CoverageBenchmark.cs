using System.Globalization;
using System.Text.Json.Nodes;

namespace Tollama.Bench.Statistics;

/// <summary>
/// How often the truth lies inside 80 % and 95 % intervals, over rolling origins. Arguments: the method of intervals
/// (native, calibrated, …), then names of models (default: those that the competition's reference table lists);
/// <c>--by-set</c> prints a line per data set.
/// </summary>
internal static class CoverageBenchmark
{
    private const int Origins = 8;
    private const int LeastSeasons = 4;
    private static readonly double[] Levels = [0.025, 0.1, 0.9, 0.975];

    private static readonly CoverageScore Nothing =
        new(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private static readonly string[] DefaultModels =
    [
        "naive", "seasonal-naive", "drift", "historic-average", "ses-optimized", "ets", "holt", "holt-damped",
        "holt-winters", "auto-ets", "theta", "auto-theta", "auto-ces", "mstl",
    ];

    public static int Run(string[] arguments)
    {
        bool isBySet = arguments.Contains("--by-set");
        string[] rest = [.. arguments.Where(argument => argument != "--by-set")];
        string intervals = rest.Length > 0 ? rest[0] : "native";
        string[] models = rest.Length > 1 ? rest[1..] : DefaultModels;
        var groups = CoverageData.All().ToList();
        Console.WriteLine($"intervals: {intervals}; share of the truth inside, and mean width / mean |truth|");
        Console.WriteLine($"{"model",-18}{"data",-28}{"cover 80",9}{"95",7}{"width 80",10}{"95",7}{"ms",9}");
        foreach (string model in models)
        {
            var scores = groups.Select(data => (data, Score: Score(model, data, intervals)))
                .Where(pair => pair.Score.Count > 0)
                .ToList();
            foreach (var (data, score) in scores.Where(pair => isBySet || IsMade(pair.data)))
            {
                Print(model, data.Name, score);
            }

            Print(model, "bundled", Mean([.. scores.Where(pair => !IsMade(pair.data)).Select(pair => pair.Score)]));
        }

        return 0;
    }

    private static bool IsMade(CoverageData data) => data.Name.StartsWith("M4", StringComparison.Ordinal);

    /// <summary>The mean over data sets, each with the same weight.</summary>
    private static CoverageScore Mean(IReadOnlyList<CoverageScore> scores) => scores.Count == 0
        ? Nothing
        : new CoverageScore(
            scores.Sum(s => s.Count),
            scores.Average(s => s.Inside80),
            scores.Average(s => s.Inside95),
            scores.Average(s => s.Width80),
            scores.Average(s => s.Width95),
            scores.Average(s => s.Milliseconds));

    private static CoverageScore Score(string name, CoverageData data, string intervals)
    {
        var model = new StatisticalModel(name);
        var options = new JsonObject { ["intervals"] = new JsonObject { ["method"] = intervals } };
        if (data.Seasons.Length > 0)
        {
            options["season_lengths"] = new JsonArray([.. data.Seasons.Select(s => JsonValue.Create(s))]);
        }

        int h = data.Horizon;
        int least = Math.Max(3 * h, LeastSeasons * data.Season);
        var (count, inside80, inside95, width80, width95, size, time) = (0, 0, 0, 0.0, 0.0, 0.0, 0.0);
        int requests = 0;
        int refusals = 0;
        foreach (double[] y in data.Series)
        {
            for (int origin = y.Length - h; origin >= least && origin > y.Length - (Origins + 1) * h; origin -= h)
            {
                var outcome = model.Forecast([y[..origin]], h, data.Season, Levels, options);
                if (outcome.Failure is not null)
                {
                    refusals++;
                    continue; // a seasonal method on a series without season
                }

                var rows = outcome.Result!.Forecasts[0].Quantiles!.Rows; // quantiles were asked for
                time += outcome.Result.InferenceMs.GetValueOrDefault();
                requests++;
                for (int k = 0; k < h; k++)
                {
                    double truth = y[origin + k];
                    inside95 += truth >= rows[0].Span[k] && truth <= rows[3].Span[k] ? 1 : 0;
                    inside80 += truth >= rows[1].Span[k] && truth <= rows[2].Span[k] ? 1 : 0;
                    width95 += rows[3].Span[k] - rows[0].Span[k];
                    width80 += rows[2].Span[k] - rows[1].Span[k];
                    size += Math.Abs(truth);
                    count++;
                }
            }
        }

        if (refusals > requests)
        {
            return Nothing; // it answered where a history happened to be constant: no data set for this model
        }

        double total = Math.Max(1, count);
        return new CoverageScore(
            count, inside80 / total, inside95 / total, width80 / size, width95 / size, time / Math.Max(1, requests));
    }

    private static void Print(string model, string data, CoverageScore score) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{model,-18}{data,-28}{score.Inside80,9:F3}{score.Inside95,7:F3}"
        + $"{score.Width80,10:F3}{score.Width95,7:F3}{score.Milliseconds,9:F1}"));
}
