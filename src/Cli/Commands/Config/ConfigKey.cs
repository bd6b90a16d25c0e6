using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Config;

/// <summary>A setting that <c>tollama config</c> can read and write (contract/cli §3.7).</summary>
/// <param name="Name">Its key.</param>
/// <param name="Description">What it does, for <c>config keys</c>.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Get">Reads it; null, or a bool, int, double or text.</param>
/// <param name="Set">Writes it; the value is null or of the kind's type.</param>
internal sealed record ConfigKey(
    string Name,
    string Description,
    ConfigValueKind Kind,
    Func<TollamaConfig, object?> Get,
    Func<TollamaConfig, object?, TollamaConfig> Set)
{
    /// <summary>A key with a flag.</summary>
    public static ConfigKey Flag(
        string name,
        string description,
        Func<PullSettings, bool?> get,
        Func<PullSettings, bool?, PullSettings> set) =>
        new(
            name, description, ConfigValueKind.Flag,
            config => get(config.Pull), (config, value) => config with { Pull = set(config.Pull, (bool?)value) });

    /// <summary>A key with a text about pulls.</summary>
    public static ConfigKey Text(
        string name,
        string description,
        Func<PullSettings, string?> get,
        Func<PullSettings, string?, PullSettings> set) =>
        new(
            name, description, ConfigValueKind.Text,
            config => get(config.Pull), (config, value) => config with { Pull = set(config.Pull, (string?)value) });

    /// <summary>A key with the model of a routing lane.</summary>
    public static ConfigKey Lane(
        string name,
        string description,
        Func<RoutingSettings, string?> get,
        Func<RoutingSettings, string?, RoutingSettings> set) =>
        new(
            name, description, ConfigValueKind.Text,
            config => get(config.Routing),
            (config, value) => config with { Routing = set(config.Routing, (string?)value) });
}
