using System.Diagnostics;
using System.Globalization;
using Tollama.Models.Baseline;

namespace Tollama.Bench.Statistics;

/// <summary>
/// Milliseconds per series of each statistical model: by length, on M4-like weekly and hourly series, and by number of
/// cores. Arguments: names of models (default: all). Bind it to one core (taskset -c 0) for the first two tables.
/// </summary>
internal static class StatisticsBenchmark
{
    private const int Horizon = 12;
    private const double LongestCellSeconds = 20.0;
    private const double RoundSeconds = 1.0;
    private const int MostRounds = 50;
    private static readonly int[] Lengths = [100, 1_000, 10_000];
    private static readonly string[] ScalingModels = ["auto-theta", "auto-ets"];

    public static int Run(string[] arguments)
    {
        IReadOnlyList<string> models = arguments.Length > 0
            ? arguments
            : [.. BaselineModels.Entries.Select(entry => entry.Name)];
        PrintLengths(models);
        PrintCompetition(models);
        PrintScaling();
        return 0;
    }

    private static void PrintLengths(IReadOnlyList<string> models)
    {
        Console.WriteLine("ms per series, season 12, horizon 12, no quantiles");
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

                seconds = SecondsPerSeries(model, 12, i => Series(model, i, length), 6);
                row.Add(Cell(seconds));
            }

            Console.WriteLine($"{model,-24} {string.Concat(row)}");
        }
    }

    private static void PrintCompetition(IReadOnlyList<string> models)
    {
        Console.WriteLine();
        Console.WriteLine("ms per series: M4-like weekly (mean length 1 267, no season), hourly (mean 846, season 24)");
        Console.WriteLine($"{"model",-24} {"weekly",10}{"hourly",10}");
        foreach (string model in models)
        {
            double weekly = SecondsPerSeries(
                model, 1, i => Series(model, i, 334 + 622 * (i % 4), isWeekly: true), 8);
            double hourly = SecondsPerSeries(
                model, 24, i => SampleSeries.Hourly(i, i % 9 < 4 ? 700 : 960), 8);
            Console.WriteLine($"{model,-24} {Cell(weekly)}{Cell(hourly)}");
        }
    }

    private static void PrintScaling()
    {
        int cores = Environment.ProcessorCount;
        Console.WriteLine();
        Console.WriteLine($"series/s of one request of 64 hourly series ({cores} cores), against one series at a time");
        foreach (string name in ScalingModels)
        {
            var model = new StatisticalModel(name);
            double[][] series = [.. Enumerable.Range(0, 64).Select(i => SampleSeries.Hourly(i, 960))];
            _ = model.Forecast(series, 48, 24, []);
            long started = Stopwatch.GetTimestamp();
            foreach (double[] y in series)
            {
                _ = model.Forecast([y], 48, 24, []);
            }

            double alone = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            _ = model.Forecast(series, 48, 24, []);
            double together = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-24} {series.Length / alone,10:F1} {series.Length / together,10:F1}  x {alone / together:F2}"));
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
    /// Warms up on one series, then the mean over all of the best of several rounds, which other work disturbs least.
    /// </summary>
    private static double SecondsPerSeries(string name, int season, Func<int, double[]> make, int count)
    {
        var model = new StatisticalModel(name);
        double[][] series = [.. Enumerable.Range(0, count).Select(make)];
        long started = Stopwatch.GetTimestamp();
        _ = model.Forecast([series[0]], Horizon, season, []);
        double first = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (first < 0.05)
        {
            _ = model.Forecast([.. Enumerable.Repeat(series, 10).SelectMany(y => y)], Horizon, season, []);
        }

        double[] best = [.. series.Select(_ => double.PositiveInfinity)];
        started = Stopwatch.GetTimestamp();
        for (
            int round = 0;
            round < MostRounds && Stopwatch.GetElapsedTime(started).TotalSeconds < RoundSeconds;
            round++)
        {
            for (int i = 0; i < series.Length; i++)
            {
                var outcome = model.Forecast([series[i]], Horizon, season, []);
                if (outcome.Failure is not null)
                {
                    return double.NaN; // a seasonal method on a series without season
                }

                best[i] = Math.Min(best[i], outcome.Result!.InferenceMs.GetValueOrDefault() / 1e3);
            }
        }

        return best.Average();
    }

    private static string Cell(double seconds) => double.IsNaN(seconds)
        ? "-".PadLeft(10)
        : (seconds * 1e3).ToString(seconds < 1e-3 ? "F4" : "F2", CultureInfo.InvariantCulture).PadLeft(10);
}
