using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Testing;

namespace Tollama.Bench.Cluster;

/// <summary>Silos and one gateway as processes of the published binary.</summary>
internal sealed class ProcessGroup : IAsyncDisposable
{
    private readonly Dictionary<string, TollamaProcess> _processes = [];
    private readonly string _binary;
    private readonly string _home;
    private readonly string _database;
    private readonly string _devices;
    private readonly int _port = FreePort.Next();

    private ProcessGroup(string binary, string home, string database, string devices)
    {
        (_binary, _home, _database, _devices) = (binary, home, database, devices);
        Client = NewClient();
    }

    public HttpClient Client { get; }

    public static async Task<ProcessGroup> StartAsync(
        string binary, string home, string database, string[] silos, string devices = "cpu")
    {
        var group = new ProcessGroup(binary, home, database, devices);
        foreach (string silo in silos)
        {
            await group.AddAsync(silo);
        }

        await group.StartAsync("gate", "gateway", "--port", $"{group._port}");
        return group;
    }

    public HttpClient NewClient() => new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };

    public Task AddAsync(string silo) => StartAsync(silo, "silo", "--devices", _devices);

    public async Task KillAsync(string silo)
    {
        await SignalAsync(silo, "KILL");
        _processes.Remove(silo, out var process);
        await process!.DisposeAsync();
    }

    public Task SignalAsync(string silo, string signal)
    {
        _processes[silo].Signal(signal);
        return Task.CompletedTask;
    }

    /// <summary>Waits until so many silos serve.</summary>
    public async Task SettleAsync(int silos)
    {
        var patience = Stopwatch.StartNew();
        while (
            (await SilosAsync()).Count(silo => (string?)silo["role"] == "silo" && (string?)silo["state"] == "active")
            != silos)
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException($"There are not {silos} active silos after a minute.");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>One forecast of a short series through the gateway.</summary>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task AskAsync(string model)
    {
        var series = new
        {
            id = "s",
            freq = "D",
            timestamps = Days(),
            target = Enumerable.Range(0, 40).Select(day => day % 7),
        };
        using var response = await Client.PostAsJsonAsync(
            "/v1/forecast", new { model, horizon = 2, series = new[] { series }, options = new { } });
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{model}: {(int)response.StatusCode} {await response.Content.ReadFromJsonAsync<JsonNode>()}");
        }
    }

    public async Task<LoadedCopy[]> CopiesAsync() =>
    [
        .. from silo in await SilosAsync()
           from device in silo["devices"]!.AsArray()
           from copy in device!["replicas"]!.AsArray()
           select new LoadedCopy((string)silo["name"]!, (string)copy!["model"]!, (long)copy["generation"]!),
    ];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private static string[] Days() =>
        [.. Enumerable.Range(0, 40).Select(day => new DateOnly(2025, 1, 1).AddDays(day).ToString("yyyy-MM-dd"))];

    private async Task<IEnumerable<JsonNode>> SilosAsync() =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri("/v1/cluster", UriKind.Relative)))!["silos"]!
            .AsArray()
            .Select(silo => silo!);

    private async Task StartAsync(string name, string role, params string[] more) =>
        _processes[name] = await TollamaProcess.StartAsync(
            new TollamaStart
            {
                Program = [_binary],
                Home = _home,
                Arguments =
                [
                    "--cluster",
                    _database,
                    "--role",
                    role,
                    "--name",
                    name,
                    "--listen",
                    $"127.0.0.1:{FreePort.Next()}",
                    .. more,
                ],
            });
}
