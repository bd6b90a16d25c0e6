using System.Diagnostics;
using System.Globalization;
using Tollama.Core.Forecasting;

namespace Tollama.Bench.Statistics;

/// <summary>
/// How the statistical models scale over cores: the same series forecast by one worker, two, four, … up to all cores,
/// and all in one request. Legs take turns and the best of several rounds counts, so that other work disturbs all
/// alike; processor time stands beside, which shows what sharing the machine's memory and caches costs.
/// Arguments: names of models (default: auto-theta, auto-ets).
/// </summary>
internal static class ScalingBenchmark
{
    private const int Horizon = 48;
    private const int Season = 24;
    private const int MostSeries = 48;
    private const int Rounds = 12;
    private const double LegSeconds = 0.4;
    private static readonly string[] DefaultModels = ["auto-theta", "auto-ets"];

    public static int Run(string[] arguments)
    {
        int cores = Environment.ProcessorCount;
        if (cores == 1)
        {
            Console.WriteLine("This process may use one core only: start it without taskset.");
            return 1;
        }

        Console.WriteLine($"hourly series of 960 points; best of {Rounds} rounds in turn, {cores} cores");
        Console.WriteLine($"{"model",-16}{"workers",10}{"series/s",10}{"speed-up",10}{"processor ms a series",24}");
        foreach (string name in arguments.Length > 0 ? arguments : DefaultModels)
        {
            Print(name, cores);
        }

        return 0;
    }

    private static void Print(string name, int cores)
    {
        var model = new StatisticalModel(name);
        double[][] series = [.. Enumerable.Range(0, MostSeries).Select(i => SampleSeries.Hourly(i, 960))];
        ForecastRequest[] single = [.. series.Select(y => model.Request([y], Horizon, Season, []))];
        var (_, usual) = Measure(() => Array.ForEach(single[..8], request => model.Forecast(request)));

        // Short legs find a moment without other work; whole numbers of series per core share them evenly.
        int rows = (int)Math.Clamp(LegSeconds / (usual / 8), 4 * cores, MostSeries) / cores * cores;
        (series, single) = (series[..rows], single[..rows]);
        var together = model.Request(series, Horizon, Season, []);
        var legs = new List<(string Label, Action Run)>();
        for (int workers = 1; workers < cores; workers *= 2)
        {
            int of = workers;
            legs.Add(($"{of}", () => Work(model, single, of)));
        }

        legs.Add(($"{cores}", () => Work(model, single, cores)));
        legs.Add(("one request", () => model.Forecast(together)));
        var best = legs.Select(_ => (Wall: double.PositiveInfinity, Processor: double.PositiveInfinity)).ToArray();
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < legs.Count; i++)
            {
                var (wall, processor) = Measure(legs[i].Run);
                if (round > 0)
                {
                    best[i] = (Math.Min(best[i].Wall, wall), Math.Min(best[i].Processor, processor));
                }
            }
        }

        foreach (var ((label, _), (wall, processor)) in legs.Zip(best))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16}{label,10}{rows / wall,10:F1}{best[0].Wall / wall,10:F2}{1e3 * processor / rows,24:F2}"));
        }
    }

    private static (double Wall, double Processor) Measure(Action run)
    {
        var processor = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        run();
        return (
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>So many threads take one series after the other.</summary>
    private static void Work(StatisticalModel model, ForecastRequest[] requests, int workers)
    {
        int next = -1;
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < requests.Length; i = Interlocked.Increment(ref next))
            {
                model.Forecast(requests[i]);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}
