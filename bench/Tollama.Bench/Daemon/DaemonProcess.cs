using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Tollama.Bench.Daemon;

/// <summary>A daemon started from its published binary on a fresh state folder.</summary>
internal sealed class DaemonProcess : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _home;

    private DaemonProcess(Process process, DirectoryInfo home, Uri baseUrl, double startSeconds)
    {
        _process = process;
        _home = home;
        BaseUrl = baseUrl;
        StartSeconds = startSeconds;
    }

    /// <summary>Where it answers.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Seconds from the start of the process to the first 200.</summary>
    public double StartSeconds { get; }

    /// <summary>Starts it and pulls the mock model.</summary>
    public static async Task<DaemonProcess> StartAsync(string binary)
    {
        var home = Directory.CreateTempSubdirectory("tollama-bench-");
        int port = FreePort();
        var start = new ProcessStartInfo(binary, "serve")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TOLLAMA_HOME"] = home.FullName;
        start.Environment["TOLLAMA_HOST"] = $"127.0.0.1:{port}";
        var url = new Uri($"http://127.0.0.1:{port}");
        using var client = new HttpClient { BaseAddress = url };
        long started = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        while (!await IsUpAsync(client))
        {
            await Task.Delay(2);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var pulled = await client.PostAsJsonAsync("/api/pull", new { model = "mock", stream = false });
        pulled.EnsureSuccessStatusCode();
        return new DaemonProcess(process, home, url, seconds);
    }

    /// <summary>Resident memory of the process.</summary>
    public double ResidentMegabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1e6;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private static async Task<bool> IsUpAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/v1/health", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
