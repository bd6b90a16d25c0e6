using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);

            Kill(Workers(daemon)[0]);
            await load.WaitForAnswersAsync(20);
            await EventuallyAsync(async () => await ActiveWorkersAsync(client) == 2, "the crashed worker is back");
            Kill(Workers(daemon)[1]);
            await load.WaitForAnswersAsync(20);

            await load.StopAsync();
            await EventuallyAsync(async () => await ActiveWorkersAsync(client) == 2, "the other crashed worker is back");
            Assert.Equal(4, Workers(daemon).Length);
        }
    }

    [Fact]
    public async Task Leaves_no_worker_behind_when_the_daemon_is_killed()
    {
        var (daemon, client) = await StartAsync();
        int[] workers;
        await using (daemon)
        {
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(4);
            await load.StopAsync();
            workers = Workers(daemon);

            daemon.Signal("KILL");
        }

        Assert.Equal(2, workers.Length);
        await EventuallyAsync(() => Task.FromResult(!workers.Any(IsRunning)), "the workers have ended");
    }

    private async Task<(TollamaProcess Daemon, HttpClient Client)> StartAsync()
    {
        int port = PrivatePostgres.FreePort();
        var daemon = await TollamaProcess.StartAloneAsync(
            _home.FullName, "--port", $"{port}", "--workers", "per-device", "--devices", "sim:2x1GiB");
        return (daemon, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
    }

    private static int[] Workers(TollamaProcess daemon) =>
    [
        .. Regex.Matches(daemon.Output, @"Worker \S+ runs as process (\d+)")
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
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

    private static async Task<int> ActiveWorkersAsync(HttpClient client)
    {
        var cluster = JsonNode.Parse(await client.GetStringAsync("/v1/cluster"))!;
        return cluster["silos"]!.AsArray().Count(silo =>
            (string?)silo!["role"] == "silo" && (string?)silo["state"] == "active" && silo["devices"]!.AsArray().Count == 1);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"waited a minute for: {what}");
            await Task.Delay(50);
        }
    }
}
