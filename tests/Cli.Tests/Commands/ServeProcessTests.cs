using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands;

/// <summary>The daemon as a process: where it refuses to listen, and how it ends.</summary>
public sealed class ServeProcessTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tollama-serve-").FullName;

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task Refuses_to_listen_beyond_this_machine_without_a_key(string host)
    {
        var run = await ProgramProcess.RunAsync(
            ["serve", "--host", host, "--port", "0"], null, _home, Environment());

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--insecure-bind", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_port_that_is_in_use_in_one_line_that_names_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await ProgramProcess.RunAsync(["serve", "--port", $"{port}"], null, _home, Environment());

        Assert.NotEqual(0, run.ExitCode);
        string line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_lets_a_running_forecast_end_and_then_ends_the_daemon()
    {
        int port = FreePort.Next();
        using var process = ProgramProcess.Start(["serve", "--port", $"{port}"], _home, Environment());
        using var daemon = new RunningDaemon(process);
        string? line = await process.StandardError.ReadLineAsync();
        Assert.Contains("listens", line ?? "nothing", StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await using var events = await client.GetStreamAsync(
            new Uri("/api/events?event=forecast.progress&max_events=1", UriKind.Relative));
        var forecast = client.PostAsJsonAsync("/v1/forecast", LongForecast());
        using var reader = new StreamReader(events);
        Assert.Contains("forecast.progress", await reader.ReadToEndAsync(), StringComparison.Ordinal);

        using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await signal.WaitForExitAsync();
        using var answer = await forecast;
        await process.WaitForExitAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, process.ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("/v1/health", UriKind.Relative)));
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>A request whose fit takes about a second.</summary>
    private static object LongForecast()
    {
        var noise = new Random(1);
        return new
        {
            model = "auto-ets",
            horizon = 12,
            options = new { season_length = 24 },
            series = new[]
            {
                new
                {
                    id = "a",
                    freq = "D",
                    timestamps = Enumerable.Range(0, 3000)
                        .Select(day => new DateTime(1990, 1, 1).AddDays(day).ToString("yyyy-MM-dd")),
                    target = Enumerable.Range(0, 3000).Select(t => 10 + Math.Sin(t / 4.0) + noise.NextDouble()),
                },
            },
        };
    }

    private Dictionary<string, string> Environment() => new() { ["TOLLAMA_HOME"] = _home, ["NO_COLOR"] = "1" };
}
