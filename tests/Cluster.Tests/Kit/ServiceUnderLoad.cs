using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>
/// A cluster as its operators run it: silos and a gateway as processes over one database, under a constant load of
/// forecasts with known answers. The load begins when a copy of its model is loaded.
/// </summary>
internal sealed class ServiceUnderLoad : IAsyncDisposable
{
    /// <summary>Name of the gateway that the load goes through.</summary>
    public const string Gateway = "gate";

    private readonly DirectoryInfo _home;
    private readonly Dictionary<string, TollamaProcess> _members = [];
    private readonly Dictionary<string, string> _listen = [];
    private readonly string _database;
    private readonly Surroundings _surroundings;

    private ServiceUnderLoad(string database, Surroundings surroundings, TimeSpan lease)
    {
        _database = database;
        _surroundings = surroundings;
        _home = surroundings.MakeHome();
        WriteLease(_home.FullName, lease);
    }

    /// <summary>The load, through the gateway.</summary>
    public ForecastLoad Load { get; private set; } = null!; // StartAsync

    /// <summary>For questions beside the load, to the same gateway.</summary>
    public HttpClient Client { get; private set; } = null!; // StartAsync

    public TollamaProcess this[string member] => _members[member];

    /// <summary>Starts silos <c>one</c> and <c>two</c>, a gateway and the load.</summary>
    public static async Task<ServiceUnderLoad> StartAsync(
        string database, Surroundings? surroundings = null, TimeSpan? lease = null)
    {
        var service = new ServiceUnderLoad(database, surroundings ?? new Surroundings(), lease ?? Lease);
        try
        {
            await Task.WhenAll(service.AddSiloAsync("one"), service.AddSiloAsync("two"));
            service.Client = await service.AddGatewayAsync(Gateway);
            await service.SettleAsync("one", "two");
            service.Load = service.NewLoad();
            await service.Load.WaitForAnswersAsync(5);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>How long members' leases are.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(4);

    /// <summary>A lease that is long enough for members which share their processor with a whole test run.</summary>
    public static void WriteLease(string home, TimeSpan? lease = null) =>
        File.WriteAllText(
            Path.Combine(home, "config.json"),
            $$$"""{"cluster": {"lease_seconds": {{{(lease ?? Lease).TotalSeconds}}}}}""");

    /// <summary>Starts a silo; a name that was there before gets its old address.</summary>
    public Task AddSiloAsync(string name) => AddAsync(name, "--role", "silo");

    /// <summary>Starts a gateway.</summary>
    public async Task<HttpClient> AddGatewayAsync(string name)
    {
        int port = FreePort.Next();
        await AddAsync(name, "--role", "gateway", "--port", $"{port}");
        return _surroundings.NewClient(name, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>A further load through the gateway.</summary>
    /// <param name="mayBeRefused">Whether it takes a typed error for an answer.</param>
    public ForecastLoad NewLoad(bool mayBeRefused = false) =>
        new(_surroundings.NewClient(Gateway, Client.BaseAddress!), mayBeRefused) { Surroundings = TellLogs };

    /// <summary>The other of the two silos.</summary>
    public static string Other(string silo) => silo == "one" ? "two" : "one";

    /// <summary>Waits until the gateway sees exactly these silos as active, each with its device.</summary>
    public Task SettleAsync(params string[] silos) => Eventually.BecomesAsync(
        ActiveAsync,
        seen => seen == string.Join(' ', silos.Order()),
        $"the gateway sees {string.Join(' ', silos)}");

    /// <summary>Every loaded copy with its generation: one that was loaded anew has another.</summary>
    public async Task<string[]> CopiesAsync() =>
    [
        .. from silo in await SilosAsync()
           from device in silo["devices"]!.AsArray()
           from copy in device!["replicas"]!.AsArray()
           select $"{silo["name"]}/{device["id"]} {copy!["model"]} {copy["generation"]}",
    ];

    /// <summary>The silo with the one copy of the load's model.</summary>
    public async Task<string> HolderAsync()
    {
        var copies = await Eventually.BecomesAsync(CopiesAsync, found => found.Length == 1, "one copy is loaded");
        return copies[0].Split('/')[0];
    }

    /// <summary>Waits until every one of these copies is seen, still the same.</summary>
    public Task StillHasAsync(string[] copies) => Eventually.BecomesAsync(
        async () => string.Join(", ", await CopiesAsync()),
        seen => copies.All(copy => seen.Contains(copy, StringComparison.Ordinal)),
        $"{string.Join(", ", copies)} are still loaded");

    /// <summary>How often a member has joined since its process was started.</summary>
    public int Incarnations(string member) => Regex.Count(this[member].Output, "Joined the cluster as");

    /// <summary>A forecast of a series of days that must succeed.</summary>
    public async Task<JsonNode> ForecastAsync(string model, string? keepAlive = null, int points = 3)
    {
        var days = Enumerable.Range(0, points);
        var request = new JsonObject
        {
            ["model"] = model,
            ["horizon"] = 1,
            ["series"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = "s",
                    ["freq"] = "D",
                    ["timestamps"] = new JsonArray([
                        .. days.Select(day => $"{new DateOnly(2020, 1, 1).AddDays(day):yyyy-MM-dd}"),
                    ]),
                    ["target"] = new JsonArray([.. days.Select(day => (JsonNode)(day % 7))]),
                }),
            ["options"] = new JsonObject(),
        };
        if (keepAlive is not null)
        {
            request["keep_alive"] = keepAlive;
        }

        using var answer = await Client.PostAsJsonAsync("/v1/forecast", request);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{model}: {answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>
    /// Names of the silos that are active with their device; a gateway that reaches none of them says 503.
    /// </summary>
    private async Task<string> ActiveAsync()
    {
        using var answer = await Client.GetAsync("/v1/cluster");
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return await answer.Content.ReadAsStringAsync();
        }

        answer.EnsureSuccessStatusCode();
        return string.Join(
            ' ',
            JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["silos"]!.AsArray()
                .Where(silo => (string?)silo!["state"] == "active" && silo["devices"]!.AsArray().Count == 1)
                .Select(silo => (string)silo!["name"]!).Order());
    }

    /// <summary>The members as the gateway reports them.</summary>
    public async Task<IEnumerable<JsonNode>> SilosAsync() =>
        JsonNode.Parse(await Client.GetStringAsync("/v1/cluster"))!["silos"]!.AsArray().Select(silo => silo!);

    public async ValueTask DisposeAsync()
    {
        Load?.Dispose();
        Client?.Dispose();
        foreach (var member in _members.Values)
        {
            await member.DisposeAsync();
        }

        _home.Delete(recursive: true);
    }

    private string TellLogs()
    {
        lock (_members)
        {
            return string.Join('\n', _members.Select(member => $"--- {member.Key}\n{member.Value.Output}"));
        }
    }

    private async Task AddAsync(string name, params string[] arguments)
    {
        if (!_listen.TryGetValue(name, out string? listen))
        {
            listen = _listen[name] = $"{_surroundings.AddressOf(name)}:{FreePort.Next()}";
        }

        var start = new TollamaStart
        {
            Home = _home.FullName,
            Arguments = ["--cluster", _database, "--name", name, "--listen", listen, "--devices", "cpu", .. arguments],
        };
        var member = await TollamaProcess.StartAsync(_surroundings.Place(name, start));
        TollamaProcess? former;
        lock (_members)
        {
            former = _members.GetValueOrDefault(name);
            _members[name] = member;
        }

        await (former?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
