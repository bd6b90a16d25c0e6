using System.Text.Json.Nodes;

namespace Tollama.Core.Configuration;

/// <summary>
/// What diagnostics show of settings and environment (contract/http-api §12.2). Secrets never get into it.
/// </summary>
public static class Diagnostics
{
    private static readonly string[] ShownVariables =
    [
        "TOLLAMA_HOME", "TOLLAMA_HOST", "TOLLAMA_FORECAST_TIMEOUT_SECONDS", "TOLLAMA_ALLOW_REMOTE_DATA_URL", "HF_HOME",
        "HF_HUB_OFFLINE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
    ];

    /// <summary>
    /// The settings file as it stands; null when there is none, an object with <c>error</c> when it cannot be used.
    /// </summary>
    public static JsonNode? Config(ConfigSnapshot snapshot) =>
        snapshot.Error is { } error ? new JsonObject { ["error"] = error } : Redaction.Document(snapshot.Raw);

    /// <summary>Where the state folder and the settings file are.</summary>
    public static JsonObject Paths(string home, ConfigFile file, ConfigSnapshot snapshot) => new()
    {
        ["tollama_home"] = home,
        ["config_path"] = file.FilePath,
        ["config_exists"] = snapshot.Exists,
    };

    /// <summary>The variables that matter, and whether each of those that may hold a token is set.</summary>
    public static JsonObject Variables(ProcessEnvironment environment)
    {
        var shown = Redaction.Variables(ShownVariables.Select(name => KeyValuePair.Create(name, environment[name])));
        var json = new JsonObject(shown.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        foreach (string name in PullDefaults.TokenVariableNames)
        {
            json[name + "_present"] = environment.Text(name) is not null;
        }

        return json;
    }

    /// <summary>What a pull uses when its request says nothing; a file that cannot be used counts as none.</summary>
    public static JsonObject PullSettings(ConfigSnapshot snapshot, ProcessEnvironment environment)
    {
        var defaults = PullDefaults.Resolve(environment, (snapshot.Config ?? TollamaConfig.Default).Pull);
        return new JsonObject
        {
            ["offline"] = Setting(defaults.Offline.Value, defaults.Offline.Source),
            ["local_files_only"] = Setting(defaults.LocalFilesOnly.Value, defaults.LocalFilesOnly.Source),
            ["insecure"] = Setting(defaults.Insecure.Value, defaults.Insecure.Source),
            ["hf_home"] = Setting(defaults.HfHome.Value, defaults.HfHome.Source),
            ["http_proxy"] = Proxy(defaults.HttpProxy),
            ["https_proxy"] = Proxy(defaults.HttpsProxy),
            ["no_proxy"] = Proxy(defaults.NoProxy),
            ["max_workers"] = Setting(defaults.MaxWorkers.Value, defaults.MaxWorkers.Source),
            ["token_present"] = Setting(defaults.TokenPresent.Value, defaults.TokenPresent.Source),
        };
    }

    private static JsonObject Proxy(Setting<string?> setting) =>
        Setting(setting.Value is null ? null : Redaction.ProxyUrl(setting.Value), setting.Source);

    private static JsonObject Setting(JsonNode? value, string source) =>
        new() { ["value"] = value, ["source"] = source };
}
