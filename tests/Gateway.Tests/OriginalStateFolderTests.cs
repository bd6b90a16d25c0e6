using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests;

/// <summary>
/// A state folder that the original left (contract/storage-and-config): used as it is, and left so that the original
/// can use it.
/// </summary>
public sealed class OriginalStateFolderTests
{
    private const string Mock = """
        {
          "capabilities": {
            "future_covariates_categorical": false,
            "future_covariates_numeric": false,
            "past_covariates_categorical": false,
            "past_covariates_numeric": false,
            "static_covariates": false
          },
          "family": "mock",
          "installed_at": "2026-02-20T16:16:00Z",
          "license": {
            "accepted": true,
            "accepted_at": "2026-02-20T16:16:00Z",
            "needs_acceptance": false,
            "type": "mit"
          },
          "name": "mock",
          "pulled_at": "2026-02-21T08:00:00Z",
          "resolved": {
            "commit_sha": "local",
            "snapshot_path": null
          },
          "size_bytes": 0,
          "source": {
            "repo_id": "tollama/mock-runner",
            "revision": "main",
            "type": "local"
          }
        }

        """;

    private const string Older = """
        {"name": "older", "family": "mock", "digest": "abc123", "size": 42, "installed_at": "2025-12-01T00:00:00Z",
         "license": {"type": "mit", "needs_acceptance": false}, "source": {"type": "local", "repo_id": "tollama/mock-runner", "revision": "main"}}
        """;

    private const string Profile = """
        enabled: true
        model: mock
        options:
          note: "gr\xFC\xDFe"
        parameters:
          covariates_mode: best_effort
        quantiles:
        - 0.1
        - 0.9

        """;

    private const string Config = """
        {
          "auth": {
            "api_keys": []
          },
          "daemon": {
            "auto_bootstrap": true
          },
          "pull": {
            "offline": true
          },
          "routing": {
            "fast_path": null
          },
          "version": 1
        }

        """;

    private const string Routing = """
        {
          "caveats": [],
          "eval_ref": "",
          "forecast_id": "",
          "generated_at": "2026-04-01T00:00:00Z",
          "policy": "p",
          "preprocessing_metadata": {},
          "routing": {
            "default": "mock",
            "fast_path": "mock",
            "high_accuracy": "mock"
          },
          "routing_rationale": {},
          "run_id": "r",
          "source": "s",
          "version": 1
        }

        """;

    [Fact]
    public async Task Models_profiles_settings_and_usage_are_used_as_they_are()
    {
        string home = NewFolder();
        await using var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>());

        var tags = (await server.Client.GetFromJsonAsync<JsonObject>("/api/tags"))!["models"]!.AsArray();
        var older = tags.Single(tag => (string?)tag!["name"] == "older")!;
        var forecast = await ForecastAsync(
            server,
            """{"model":"mock","horizon":2,"modelfile":"weekly","series":[{"id":"a","freq":"D","timestamps":["2024-01-01","2024-01-02"],"target":[1,2]}]}"""
        );
        var info = await server.Client.GetFromJsonAsync<JsonObject>("/api/info");
        var usage = await server.Client.GetFromJsonAsync<JsonObject>("/api/usage");

        Assert.Equal("abc123", (string?)older["digest"]);
        Assert.Equal(42, (int)older["size"]!);
        Assert.Equal(["0.1", "0.9"], forecast["forecasts"]![0]!["quantiles"]!.AsObject().Select(pair => pair.Key));
        Assert.True((bool)info!["pull_defaults"]!["offline"]!["value"]!);
        Assert.Equal("anonymous", (string?)usage!["items"]![0]!["key_id"]);
    }

    [Fact]
    public async Task What_was_not_asked_to_change_stays_byte_for_byte()
    {
        string home = NewFolder();
        await using var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>());

        await ForecastAsync(
            server,
            """{"model":"mock","horizon":2,"modelfile":"weekly","series":[{"id":"a","freq":"D","timestamps":["2024-01-01","2024-01-02"],"target":[1,2]}]}"""
        );
        using var auto = await server.Client.PostAsJsonAsync(
            "/api/auto-forecast",
            JsonNode.Parse(
                """{"horizon":1,"mode":"fast_path","series":[{"id":"a","freq":"D","timestamps":["2024-01-01","2024-01-02"],"target":[1,2]}]}"""
            ));

        auto.EnsureSuccessStatusCode();
        Assert.Equal(Mock, await File.ReadAllTextAsync(Path.Combine(home, "models", "mock", "manifest.json")));
        Assert.Equal(Older, await File.ReadAllTextAsync(Path.Combine(home, "models", "older", "manifest.json")));
        Assert.Equal(Profile, await File.ReadAllTextAsync(Path.Combine(home, "modelfiles", "weekly.yaml")));
        Assert.Equal(Config, await File.ReadAllTextAsync(Path.Combine(home, "config.json")));
        Assert.Equal(Routing, await File.ReadAllTextAsync(Path.Combine(home, "routing.json")));
    }

    [Fact]
    public async Task What_is_written_has_the_layout_that_the_original_writes()
    {
        string home = NewFolder();
        await using var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>());

        using var pulled = await server.Client.PostAsJsonAsync(
            "/v1/models/pull",
            new { name = "mock", accept_license = false });
        using var stored = await server.Client.PostAsJsonAsync(
            "/api/modelfiles",
            JsonNode.Parse(
                """{"name":"daily","profile":{"model":"mock","quantiles":[0.5],"options":{"text":"grüße"}}}"""));

        pulled.EnsureSuccessStatusCode();
        stored.EnsureSuccessStatusCode();
        string manifest = await File.ReadAllTextAsync(Path.Combine(home, "models", "mock", "manifest.json"));
        AssertSorted(JsonNode.Parse(manifest)!);
        Assert.StartsWith("{\n  \"capabilities\"", manifest, StringComparison.Ordinal);
        Assert.EndsWith("}\n", manifest, StringComparison.Ordinal);
        string profile = await File.ReadAllTextAsync(Path.Combine(home, "modelfiles", "daily.yaml"));
        Assert.All(profile, letter => Assert.True(letter < 128, profile));
        string[] keys =
        [
            .. profile
                .Split('\n')
                .Where(line => line.Length > 0 && char.IsLetter(line[0]))
                .Select(line => line.Split(':')[0]),
        ];
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task Another_registry_replaces_the_products_own()
    {
        string home = NewFolder();
        string registry = Path.Combine(home, "registry.yaml");
        await File.WriteAllTextAsync(registry, """
            models:
              - name: my-model
                family: mock
                source: {type: local, repo_id: me/mine, revision: main}
                license: {type: mit, needs_acceptance: false}
                defaults: {runner: mock}
                capabilities: {past_covariates_numeric: true}
            """);
        await using var server = await GatewayServer.StartAsync(
            home, new Dictionary<string, string> { ["TOLLAMA_MODEL_REGISTRY_PATH"] = registry });

        using var pulled = await server.Client.PostAsJsonAsync(
            "/v1/models/pull",
            new { name = "my-model", accept_license = false });

        pulled.EnsureSuccessStatusCode();
        var manifest = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(home, "models", "my-model", "manifest.json"))
        )!;
        Assert.True((bool)manifest["capabilities"]!["past_covariates_numeric"]!);
    }

    private static string NewFolder()
    {
        string home = GatewayServer.NewHome();
        Write(home, "models/mock/manifest.json", Mock);
        Write(home, "models/older/manifest.json", Older);
        Write(home, "models/broken/manifest.json", "{");
        Write(home, "modelfiles/weekly.yaml", Profile);
        Write(home, "config.json", Config);
        Write(home, "routing.json", Routing);
        Write(home, "runtimes/torch/installed.json", """{"tollama_version": "0.1.0", "extra": "runner_torch"}""");
        Write(home, "xai/calibration.json", "{}");
        File.Copy(
            Path.Combine(RepositoryRoot.Path, "tests", "Silo.Tests", "Metering", "data", "usage.db"),
            Path.Combine(home, "usage.db"));
        return home;
    }

    private static void Write(string home, string path, string text)
    {
        string whole = Path.Combine(home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
    }

    private static async Task<JsonObject> ForecastAsync(GatewayServer server, string body)
    {
        using var response = await server.Client.PostAsJsonAsync("/v1/forecast", JsonNode.Parse(body));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static void AssertSorted(JsonNode node)
    {
        if (node is JsonObject map)
        {
            Assert.Equal(map.Select(pair => pair.Key).Order(StringComparer.Ordinal), map.Select(pair => pair.Key));
            Assert.All(map, pair => AssertSorted(pair.Value ?? JsonValue.Create(0)));
        }
    }
}
