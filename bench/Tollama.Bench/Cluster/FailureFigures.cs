using System.Diagnostics;
using Tollama.Testing;

namespace Tollama.Bench.Cluster;

/// <summary>
/// Three silos and a gateway as processes under load: from the death or the freeze of the silo that serves a model
/// until the model answers again, what the other silos lose, and whether a forecast is lost.
/// </summary>
internal static class FailureFigures
{
    private const int Freezes = 3;
    private static readonly string[] Names = ["one", "two", "three"];
    private static readonly string[] Models =
        ["naive", "drift", "seasonal-naive", "historic-average", "ses", "holt", "theta", "window-average"];

    public static async Task PrintAsync(string binary, int kills)
    {
        var postgres = new PrivatePostgres();
        await postgres.InitializeAsync();
        var home = Directory.CreateTempSubdirectory("tollama-bench-cluster-");
        try
        {
            await using var group = await ProcessGroup.StartAsync(
                binary,
                home.FullName,
                await postgres.AddDatabaseAsync(),
                Names);
            await MeasureAsync(group, "kill -9", kills, silo => group.KillAsync(silo), silo => group.AddAsync(silo));
            await MeasureAsync(
                group,
                "SIGSTOP",
                Freezes,
                silo => group.SignalAsync(silo, "STOP"),
                silo => group.SignalAsync(silo, "CONT"));
        }
        finally
        {
            await postgres.DisposeAsync();
            home.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(
        ProcessGroup group, string what, int times, Func<string, Task> harm, Func<string, Task> restore)
    {
        var back = new List<double>();
        int lostCopies = 0;
        int keptCopies = 0;
        int losses = 0;
        int answers = 0;
        for (int round = 0; round < times; round++)
        {
            await group.SettleAsync(Names.Length);
            await Task.WhenAll(Models.Select(group.AskAsync));
            using var load = new ForecastLoad(group.NewClient());
            await load.WaitForAnswersAsync(5);
            var copies = await group.CopiesAsync();
            string holder = copies.Single(copy => copy.Model == "naive").Silo;

            await harm(holder);
            long began = Stopwatch.GetTimestamp();
            await group.AskAsync("naive");
            back.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

            losses += await EndsWithoutLossAsync(load) ? 0 : 1;
            answers += load.Answers;
            var after = await group.CopiesAsync();
            var others = copies.Where(copy => copy.Silo != holder).ToArray();
            lostCopies += others.Except(after).Count();
            keptCopies += others.Intersect(after).Count();
            await restore(holder);
        }

        double half = ClusterBenchmark.Percentile(back, 0.5);
        ClusterBenchmark.Print(
            $"{what} -> model answers again, {times} times: p50 {half:F0} ms, longest {back[^1]:F0} ms");
        ClusterBenchmark.Print($"{what}: copies of the other silos lost {lostCopies}, kept {keptCopies}");
        ClusterBenchmark.Print(
            $"{what}: rounds with a lost forecast {losses} of {times}, {answers} forecasts answered");
    }

    private static async Task<bool> EndsWithoutLossAsync(ForecastLoad load)
    {
        try
        {
            await load.WaitForAnswersAsync(5);
            await load.StopAsync();
            return true;
        }
        catch (Exception lost) when (lost is HttpRequestException or InvalidOperationException or TimeoutException)
        {
            Console.WriteLine($"lost: {lost.Message}");
            return false;
        }
    }
}
