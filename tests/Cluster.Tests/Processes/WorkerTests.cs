using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tollama.Cluster.Tests.Kit;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>One supervised process per device, without a database.</summary>
public sealed class WorkerTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("tollama-workers-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Loses_no_forecast_when_workers_crash_and_starts_them_again()
    {
        var (daemon, client) = await StartAsync();
        await using (daemon)
        {
            await BothServeAsync(client, "both workers serve");
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(5);

            int crashed = Workers(daemon)[0];
            Kill(crashed);
            await load.WaitForAnswersAsync(5);
            await Eventually.IsTrueAsync(() => Workers(daemon)[0] != crashed, "the crashed worker is started again");
            await BothServeAsync(client, "the crashed worker is back");
            Kill(Workers(daemon)[1]);
            await load.WaitForAnswersAsync(5);

            await load.StopAsync();
            await BothServeAsync(client, "the other crashed worker is back");
        }
    }

    [Fact]
    public async Task Leaves_no_worker_behind_when_the_daemon_is_killed()
    {
        var (daemon, client) = await StartAsync();
        int[] workers;
        await using (daemon)
        {
            await BothServeAsync(client, "both workers serve");
            workers = Workers(daemon);
            Assert.All(workers, worker => Assert.True(IsRunning(worker)));

            daemon.Signal("KILL");
        }

        await Eventually.IsTrueAsync(() => !workers.Any(IsRunning), "the workers have ended");
    }

    private async Task<(TollamaProcess Daemon, HttpClient Client)> StartAsync()
    {
        ServiceUnderLoad.WriteLease(_home.FullName);
        int port = FreePort.Next();
        var daemon = await TollamaProcess.StartAsync(
            _home.FullName, "--port", $"{port}", "--workers", "per-device", "--devices", "sim:2x1GiB");
        return (daemon, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
    }

    /// <summary>The process of each worker that was started last, in the order of their names.</summary>
    private static int[] Workers(TollamaProcess daemon) =>
    [
        .. Regex.Matches(daemon.Output, @"Worker (\S+) runs as process (\d+)")
            .GroupBy(match => match.Groups[1].Value, StringComparer.Ordinal)
            .OrderBy(worker => worker.Key, StringComparer.Ordinal)
            .Select(worker => int.Parse(worker.Last().Groups[2].Value, CultureInfo.InvariantCulture)),
    ];

    private static void Kill(int worker)
    {
        using var process = Process.GetProcessById(worker);
        process.Kill();
    }

    private static bool IsRunning(int worker)
    {
        try
        {
            using var process = Process.GetProcessById(worker);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // there is no such process
        }
    }

    private static Task BothServeAsync(HttpClient client, string what) =>
        Eventually.BecomesAsync(() => ActiveWorkersAsync(client), count => count == 2, what);

    private static async Task<int> ActiveWorkersAsync(HttpClient client)
    {
        var cluster = JsonNode.Parse(await client.GetStringAsync("/v1/cluster"))!;
        return cluster["silos"]!
            .AsArray()
            .Count(silo =>
                (string?)silo!["role"] == "silo"
                && (string?)silo["state"] == "active"
                && silo["devices"]!.AsArray().Count == 1);
    }
}
