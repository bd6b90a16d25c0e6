using System.Globalization;
using Tollama.Core.Catalog;

namespace Tollama.Cli.Commands.Config;

/// <summary>
/// The table of settings that <c>tollama config</c> knows; the others can only be edited in the file.
/// </summary>
internal static class ConfigKeys
{
    /// <summary>Every key, in the order in which they are listed.</summary>
    public static readonly IReadOnlyList<ConfigKey> All =
    [
        ConfigKey.Flag(
            "pull.offline",
            "Pull without any network",
            pull => pull.Offline,
            (pull, value) => pull with { Offline = value }),
        ConfigKey.Flag(
            "pull.local_files_only", "Pull only from files on this machine",
            pull => pull.LocalFilesOnly, (pull, value) => pull with { LocalFilesOnly = value }),
        ConfigKey.Flag(
            "pull.insecure", "Skip the check of the hub's certificate",
            pull => pull.Insecure, (pull, value) => pull with { Insecure = value }),
        new(
            "pull.max_workers", "Files downloaded in parallel", ConfigValueKind.Count,
            config => config.Pull.MaxWorkers,
            (config, value) => config with { Pull = config.Pull with { MaxWorkers = (int?)value } }),
        ConfigKey.Text(
            "pull.hf_home", "Folder of an existing hub cache",
            pull => pull.HfHome, (pull, value) => pull with { HfHome = value }),
        ConfigKey.Text(
            "pull.http_proxy", "Proxy for http addresses",
            pull => pull.HttpProxy, (pull, value) => pull with { HttpProxy = value }),
        ConfigKey.Text(
            "pull.https_proxy", "Proxy for https addresses",
            pull => pull.HttpsProxy, (pull, value) => pull with { HttpsProxy = value }),
        ConfigKey.Text(
            "pull.no_proxy", "Hosts to reach without a proxy",
            pull => pull.NoProxy, (pull, value) => pull with { NoProxy = value }),
        ConfigKey.Lane(
            "routing.default", "Model for ordinary requests",
            routing => routing.Default, (routing, value) => routing with { Default = value }),
        ConfigKey.Lane(
            "routing.fast_path", "Model when speed counts",
            routing => routing.FastPath, (routing, value) => routing with { FastPath = value }),
        ConfigKey.Lane(
            "routing.high_accuracy", "Model when accuracy counts",
            routing => routing.HighAccuracy, (routing, value) => routing with { HighAccuracy = value }),
        .. EngineKeys.All,
        .. SchedulerKeys.All,
    ];

    /// <summary>The key of a name.</summary>
    /// <exception cref="CommandFailedException">It is not a key; lists those there are.</exception>
    public static ConfigKey Find(string name)
    {
        if (All.FirstOrDefault(key => key.Name == name) is { } found)
        {
            return found;
        }

        string[] names = [.. All.Select(key => key.Name)];
        string advice = Suggestions.Closest(name, names) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        throw CommandFailedException.WrongInput(
            $"'{name}' is not a supported key.{advice} Supported keys: {string.Join(", ", names)}.");
    }

    /// <summary>Reads a value from the command line; <c>null</c> in any case means null for every key.</summary>
    /// <exception cref="CommandFailedException">The text does not fit the key.</exception>
    public static object? Parse(ConfigKey key, string text)
    {
        string trimmed = text.Trim();
        if (string.Equals(trimmed, "null", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return key.Kind switch
        {
            ConfigValueKind.Text => text,
            ConfigValueKind.Share => double.TryParse(
                trimmed,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double share
            ) && share is > 0 and <= 1
                ? share
                : throw CommandFailedException.Usage(
                    $"{key.Name} is '{text}'; it must be above 0 and at most 1, or null."),
            ConfigValueKind.Flag => trimmed.ToLowerInvariant() switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => throw CommandFailedException.Usage(
                    $"{key.Name} is '{text}'; it must be true, false or null."),
            },
            _ => int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count)
                && count > 0
                    ? count
                    : throw CommandFailedException.Usage(
                        $"{key.Name} is '{text}'; it must be a whole number above zero, or null."),
        };
    }

    /// <summary>A value as a scalar: <c>null</c>, <c>true</c>, <c>false</c>, a number or the text itself.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
