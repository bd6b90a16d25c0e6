using Tollama.Core.Catalog;

namespace Tollama.Core.Configuration;

/// <summary>
/// Pull settings before a request has its say: environment, then settings file, then default (storage-and-config §5).
/// </summary>
public sealed record PullDefaults
{
    private const string Unset = "default";

    private static readonly string[] TokenVariables =
        ["TOLLAMA_HF_TOKEN", "HF_TOKEN", "HUGGINGFACE_HUB_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_TOKEN"];

    /// <summary>Names of the variables that may hold a hub token; their values never leave the process.</summary>
    public static IReadOnlyList<string> TokenVariableNames => TokenVariables;

    /// <summary>No network at all.</summary>
    public required Setting<bool> Offline { get; init; }

    /// <summary>Only files that are on this machine; forced by <see cref="Offline"/>.</summary>
    public required Setting<bool> LocalFilesOnly { get; init; }

    /// <summary>Skip TLS verification.</summary>
    public required Setting<bool> Insecure { get; init; }

    /// <summary>Hugging Face cache folder.</summary>
    public required Setting<string?> HfHome { get; init; }

    /// <summary>Proxy for http.</summary>
    public required Setting<string?> HttpProxy { get; init; }

    /// <summary>Proxy for https.</summary>
    public required Setting<string?> HttpsProxy { get; init; }

    /// <summary>Hosts that bypass the proxies.</summary>
    public required Setting<string?> NoProxy { get; init; }

    /// <summary>Files downloaded in parallel.</summary>
    public required Setting<int> MaxWorkers { get; init; }

    /// <summary>Whether a hub token is at hand.</summary>
    public required Setting<bool> TokenPresent { get; init; }

    /// <summary>The hub token itself (<c>TOLLAMA_HF_TOKEN</c>); never shown.</summary>
    public string? Token { get; init; }

    /// <summary>Resolves the defaults.</summary>
    public static PullDefaults Resolve(ProcessEnvironment environment, PullSettings config)
    {
        var offline = OfflineFlag(environment) is { } flag
            ? new Setting<bool>(flag, "env")
            : FromConfig(config.Offline, false);
        var localOnly = FromConfig(config.LocalFilesOnly, false);
        return new PullDefaults
        {
            Offline = offline,
            LocalFilesOnly = offline.Value && !localOnly.Value ? new(true, offline.Source + " (offline)") : localOnly,
            Insecure = FromConfig(config.Insecure, false),
            HfHome = Text(environment, "HF_HOME", config.HfHome),
            HttpProxy = Text(environment, "HTTP_PROXY", config.HttpProxy),
            HttpsProxy = Text(environment, "HTTPS_PROXY", config.HttpsProxy),
            NoProxy = Text(environment, "NO_PROXY", config.NoProxy),
            MaxWorkers = FromConfig(config.MaxWorkers, 8),
            TokenPresent = TokenVariables.Any(name => environment.Text(name) is not null)
                ? new(true, "env")
                : new(false, Unset),
            Token = environment.Text("TOLLAMA_HF_TOKEN"),
        };
    }

    /// <summary>A pull with these defaults, where the request itself says nothing else.</summary>
    /// <param name="model">Name or reference of the model.</param>
    /// <param name="acceptLicence">Whether the caller accepts the licence.</param>
    /// <param name="overrides">What the request says; an empty text clears a setting.</param>
    public PullRequest Apply(string model, bool acceptLicence, PullOverrides overrides)
    {
        bool offline = overrides.Offline ?? Offline.Value;
        bool isForcedByDefault = LocalFilesOnly.Source.EndsWith("(offline)", StringComparison.Ordinal);
        return new PullRequest
        {
            Model = model,
            AcceptLicence = acceptLicence,
            Offline = offline,
            LocalFilesOnly = offline || (overrides.LocalFilesOnly ?? (LocalFilesOnly.Value && !isForcedByDefault)),
            Insecure = overrides.Insecure ?? Insecure.Value,
            HttpProxy = Choose(overrides.HttpProxy, HttpProxy.Value),
            HttpsProxy = Choose(overrides.HttpsProxy, HttpsProxy.Value),
            NoProxy = Choose(overrides.NoProxy, NoProxy.Value),
            HfHome = Choose(overrides.HfHome, HfHome.Value),
            MaxWorkers = overrides.MaxWorkers ?? MaxWorkers.Value,
            Token = Choose(overrides.Token, Token),
        };
    }

    private static string? Choose(string? given, string? otherwise) => given switch
    {
        null => otherwise,
        "" => null,
        _ => given,
    };

    /// <summary><c>HF_HUB_OFFLINE</c> knows four words for each answer and ignores every other text.</summary>
    private static bool? OfflineFlag(ProcessEnvironment environment) =>
        environment.Text("HF_HUB_OFFLINE")?.ToLowerInvariant() switch
        {
            "1" or "true" or "yes" or "on" => true,
            "0" or "false" or "no" or "off" => false,
            _ => null,
        };

    private static Setting<T> FromConfig<T>(T? value, T fallback)
        where T : struct => value is { } given ? new(given, "config") : new(fallback, Unset);

    private static Setting<string?> Text(ProcessEnvironment environment, string variable, string? config)
    {
        if (environment.Text(variable) is { } value)
        {
            return new(value, "env");
        }

        string? text = config?.Trim();
        return string.IsNullOrEmpty(text) ? new(null, Unset) : new(text, "config");
    }
}
