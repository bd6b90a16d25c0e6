using System.Diagnostics;
using Tollama.Testing;

namespace Tollama.Bench.Cluster;

/// <summary>
/// Forecasts a second of two silos over those of one, both saturated, through a gateway. Each silo has one simulated device
/// that a forecast occupies for a fixed time without using the processor, so that two processors are enough to see it.
/// </summary>
internal static class ScalingFigures
{
    private const string Devices = "sim:24GiB@0ms+100ms";
    private const int CallersOfModel = 4;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);
    private static readonly string[] Models =
        ["naive", "drift", "seasonal-naive", "historic-average", "ses", "holt", "theta", "window-average"];

    public static async Task PrintAsync(string binary)
    {
        double one = await RateAsync(binary, ["one"]);
        double two = await RateAsync(binary, ["one", "two"]);
        ClusterBenchmark.Print(
            $"saturated silos on {Devices}: one {one:F1} forecasts/s, two {two:F1}, ratio {two / one:F2}");
    }

    private static async Task<double> RateAsync(string binary, string[] silos)
    {
        var postgres = new PrivatePostgres();
        await postgres.InitializeAsync();
        var home = Directory.CreateTempSubdirectory("tollama-bench-scaling-");
        try
        {
            await using var group = await ProcessGroup.StartAsync(
                binary, home.FullName, await postgres.AddDatabaseAsync(), silos, Devices);
            await group.SettleAsync(silos.Length);
            await Task.WhenAll(Models.Select(group.AskAsync));
            if ((await group.CopiesAsync()).Select(copy => copy.Silo).Distinct().Count() != silos.Length)
            {
                throw new InvalidOperationException("Not every silo got a model.");
            }

            _ = await RoundAsync(group);
            return await RoundAsync(group);
        }
        finally
        {
            await postgres.DisposeAsync();
            home.Delete(recursive: true);
        }
    }

    private static async Task<double> RoundAsync(ProcessGroup group)
    {
        long began = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Models.SelectMany(model => Enumerable.Repeat(model, CallersOfModel)).Select(async model =>
        {
            int count = 0;
            while (Stopwatch.GetElapsedTime(began) < Round)
            {
                await group.AskAsync(model);
                count++;
            }

            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
