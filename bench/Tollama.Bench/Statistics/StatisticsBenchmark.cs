using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline;

namespace Tollama.Bench.Statistics;

/// <summary>
/// Milliseconds of processor time per series of each statistical model: by length, and on M4-like weekly and hourly
/// series. Processor time and not the clock's, so that other work on the machine disturbs little; a series is forecast
/// by one thread. Arguments: names of models (default: all).
/// </summary>
internal static class StatisticsBenchmark
{
    private const int Horizon = 12;
    private const double LongestCellSeconds = 20.0;
    private const double RoundSeconds = 0.5;
    private const double LeastSampleSeconds = 0.002;
    private const int MostRounds = 20;
    private static readonly double[] Levels = [0.025, 0.1, 0.9, 0.975];
    private static readonly int[] Lengths = [100, 1_000, 10_000];

    public static int Run(string[] arguments)
    {
        string[] names = [.. arguments.Where(argument => argument != "--intervals")];
        IReadOnlyList<string> models = names.Length > 0
            ? names
            : [.. BaselineModels.Entries.Select(entry => entry.Name)];
        if (names.Length < arguments.Length)
        {
            PrintIntervals(models);
            return 0;
        }

        PrintLengths(models);
        PrintCompetition(models);
        return 0;
    }

    private static void PrintIntervals(IReadOnlyList<string> models)
    {
        Console.WriteLine("processor time with 80 and 95 % intervals, native and calibrated, / without:");
        Console.WriteLine("lengths 100 and 1 000 as without intervals, horizon 12; M4-like weekly, 13; hourly, 48");
        string[] columns = ["100", "1000", "weekly", "hourly"];
        Console.WriteLine($"{"model",-24} {string.Concat(columns.Select(column => $"{column,20}"))}");
        foreach (string model in models)
        {
            Console.WriteLine(
                $"{model,-24} "
                + Multiples(new Sample(model, 12, i => Series(model, i, 100), 4, Horizon))
                + Multiples(new Sample(model, 12, i => Series(model, i, 1_000), 4, Horizon))
                + Multiples(Weekly(model) with { Horizon = 13 })
                + Multiples(Hourly(model) with { Horizon = 48 }));
        }
    }

    private static string Multiples(Sample sample)
    {
        double mean = SecondsPerSeries(sample);
        double native = SecondsPerSeries(sample with { Intervals = "native" });
        double calibrated = SecondsPerSeries(sample with { Intervals = "calibrated" });
        return $"{Multiple(native / mean)}{Multiple(calibrated / mean)}";
    }

    private static string Multiple(double ratio) => double.IsNaN(ratio)
        ? "-".PadLeft(10)
        : ratio.ToString(ratio < 10 ? "F1" : "F0", CultureInfo.InvariantCulture).PadLeft(10);

    private static Sample Weekly(string model) =>
        new(model, 1, i => Series(model, i, 334 + 622 * (i % 4), isWeekly: true), 8, Horizon);

    private static Sample Hourly(string model) =>
        new(model, 24, i => SampleSeries.Hourly(i, i % 9 < 4 ? 700 : 960), 8, Horizon);

    private static void PrintLengths(IReadOnlyList<string> models)
    {
        Console.WriteLine("processor ms per series, season 12, horizon 12, no quantiles");
        Console.WriteLine($"{"model",-24} {string.Concat(Lengths.Select(n => $"{n,10}"))}");
        foreach (string model in models)
        {
            var row = new List<string>();
            double seconds = 0.0;
            foreach (int length in Lengths)
            {
                // Ten times the length takes ten times as long or more: what would take minutes is left out.
                if (seconds * 10 > LongestCellSeconds)
                {
                    row.Add($"{"-",10}");
                    continue;
                }

                seconds = SecondsPerSeries(new Sample(model, 12, i => Series(model, i, length), 6, Horizon));
                row.Add(Cell(seconds));
            }

            Console.WriteLine($"{model,-24} {string.Concat(row)}");
        }
    }

    private static void PrintCompetition(IReadOnlyList<string> models)
    {
        Console.WriteLine();
        Console.WriteLine(
            "processor ms per series: M4-like weekly (mean length 1 267, no season), hourly (mean 830, season 24)");
        Console.WriteLine($"{"model",-24} {"weekly",10}{"hourly",10}");
        foreach (string model in models)
        {
            Console.WriteLine($"{model,-24} {Cell(SecondsPerSeries(Weekly(model)))}{Cell(SecondsPerSeries(Hourly(model)))}");
        }
    }

    private static double[] Series(string model, int seed, int length, bool isWeekly = false) => model switch
    {
        "croston" or "croston-sba" or "croston-optimized" or "tsb" or "adida" or "imapa" =>
            SampleSeries.Intermittent(seed, length),
        _ when isWeekly => SampleSeries.Walk(seed, length),
        _ => SampleSeries.Hourly(seed, length),
    };

    /// <summary>
    /// Warms up, then the mean over all series of the best of several rounds, which other work disturbs least.
    /// </summary>
    private static double SecondsPerSeries(Sample sample)
    {
        var model = new StatisticalModel(sample.Model);
        double[] levels = sample.Intervals is null ? [] : Levels;
        var options = new JsonObject { ["intervals"] = new JsonObject { ["method"] = sample.Intervals ?? "native" } };
        ForecastRequest[] requests = [.. Enumerable.Range(0, sample.Count).Select(
            i => model.Request([sample.Make(i)], sample.Horizon, sample.Season, levels, options))];
        double first = Seconds(model, requests[0], 1);
        if (double.IsNaN(first))
        {
            return double.NaN; // a seasonal method on a series without season
        }

        int warming = (int)Math.Clamp(0.3 / Math.Max(first, 1e-5), 1.0, 3_000.0);
        double usual = Seconds(model, requests[0], warming);
        int repeats = (int)Math.Clamp(LeastSampleSeconds / Math.Max(usual, 1e-7), 1.0, 1_000.0);
        double[] best = [.. requests.Select(_ => double.PositiveInfinity)];
        double spent = 0.0;
        for (int round = 0; round < MostRounds && spent < RoundSeconds; round++)
        {
            for (int i = 0; i < requests.Length; i++)
            {
                double seconds = Seconds(model, requests[i], repeats);
                spent += seconds * repeats;
                best[i] = Math.Min(best[i], seconds);
            }
        }

        return best.Average();
    }

    /// <summary>
    /// Processor time of one forecast, measured over several; NaN where the model refuses the series.
    /// </summary>
    private static double Seconds(StatisticalModel model, ForecastRequest request, int repeats)
    {
        var started = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < repeats; i++)
        {
            if (model.Forecast(request).Failure is not null)
            {
                return double.NaN;
            }
        }

        return (Environment.CpuUsage.TotalTime - started).TotalSeconds / repeats;
    }

    private static string Cell(double seconds) => double.IsNaN(seconds)
        ? "-".PadLeft(10)
        : (seconds * 1e3).ToString(seconds < 1e-3 ? "F4" : "F2", CultureInfo.InvariantCulture).PadLeft(10);

    /// <summary>What is forecast: a model, and how many series of which kind.</summary>
    private sealed record Sample(string Model, int Season, Func<int, double[]> Make, int Count, int Horizon)
    {
        /// <summary>The method of intervals; null for the mean alone.</summary>
        public string? Intervals { get; init; }
    }
}
