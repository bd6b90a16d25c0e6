using System.Globalization;
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
    private static readonly int[] Lengths = [100, 1_000, 10_000];

    public static int Run(string[] arguments)
    {
        IReadOnlyList<string> models = arguments.Length > 0
            ? arguments
            : [.. BaselineModels.Entries.Select(entry => entry.Name)];
        PrintLengths(models);
        PrintCompetition(models);
        return 0;
    }

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

                seconds = SecondsPerSeries(model, 12, i => Series(model, i, length), 6);
                row.Add(Cell(seconds));
            }

            Console.WriteLine($"{model,-24} {string.Concat(row)}");
        }
    }

    private static void PrintCompetition(IReadOnlyList<string> models)
    {
        Console.WriteLine();
        Console.WriteLine(
            "processor ms per series: M4-like weekly (mean length 1 267, no season), hourly (mean 846, season 24)");
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
    private static double SecondsPerSeries(string name, int season, Func<int, double[]> make, int count)
    {
        var model = new StatisticalModel(name);
        ForecastRequest[] requests =
            [.. Enumerable.Range(0, count).Select(i => model.Request([make(i)], Horizon, season, []))];
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
}
