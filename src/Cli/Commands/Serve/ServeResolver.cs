using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Serve;

/// <summary>
/// Resolves the settings of a daemon: option, then environment, then settings file, then default (contract/cli §6).
/// </summary>
internal static class ServeResolver
{
    private const string DefaultHost = "127.0.0.1";

    private static readonly Dictionary<string, ServeRole> Roles = new(StringComparer.Ordinal)
    {
        ["all"] = ServeRole.All,
        ["gateway"] = ServeRole.Gateway,
        ["silo"] = ServeRole.Silo,
    };

    private static readonly Dictionary<string, bool> Workers = new(StringComparer.Ordinal)
    {
        ["in-process"] = false,
        ["per-device"] = true,
    };

    /// <summary>Settings for a parsed <c>serve</c> command line.</summary>
    /// <exception cref="CommandFailedException">An environment variable cannot be used.</exception>
    /// <exception cref="TollamaException">InvalidRequest: the address is none.</exception>
    public static ServeSettings Resolve(ServeOptions options, ParseResult parsed, CliContext context)
    {
        var environment = context.Environment;
        var snapshot = new ConfigFile(context.Home).Read();
        if (snapshot.Error is { } error)
        {
            context.Terminal.WriteWarning($"{error} Until then the defaults apply.");
        }

        var file = snapshot.Config;
        var (host, port, source) = Binding(environment, ConfiguredHost(file));
        if (parsed.GetValue(options.Host) is { } given)
        {
            (host, source) = (given, options.Host.Name);
        }

        _ = EmbeddedDaemon.ParseAddress(host, source);
        var settings = new ServeSettings
        {
            Host = host,
            Port = CheckPort(parsed.GetValue(options.Port) ?? port, "--port"),
            LogLevel = Level(parsed.GetValue(options.LogLevel) ?? environment.Text("TOLLAMA_LOG_LEVEL") ?? "info"),
            AllowsInsecureBind = parsed.GetValue(options.InsecureBind),
            Parent = parsed.GetValue(options.Parent),
            IsWorker = parsed.GetValue(options.Worker),
            Engine = Engine(options, parsed),
        };
        return Join(settings, options, parsed, file?.Cluster ?? new ClusterSettings());
    }

    private static EngineSettings Engine(ServeOptions options, ParseResult parsed)
    {
        try
        {
            return EngineSettings.Parse(
                (options.EngineThreads.Name, parsed.GetValue(options.EngineThreads)),
                (options.EngineBatch.Name, parsed.GetValue(options.EngineBatch)),
                (options.EngineBuckets.Name, parsed.GetValue(options.EngineBuckets)));
        }
        catch (TollamaException wrong)
        {
            throw CommandFailedException.Usage(wrong.Message);
        }
    }

    /// <summary>The settings with what makes the process a member of a cluster.</summary>
    private static ServeSettings Join(
        ServeSettings settings, ServeOptions options, ParseResult parsed, ClusterSettings cluster) => settings with
        {
            Role = Choose(parsed.GetValue(options.Role) ?? cluster.Role ?? "all", "cluster.role", Roles),
            Cluster = settings.Parent is null ? parsed.GetValue(options.Cluster) ?? cluster.Database : null,
            Name = parsed.GetValue(options.Name) ?? cluster.Name,
            Listen = parsed.GetValue(options.Listen) ?? cluster.Listen,
            Devices = parsed.GetValue(options.Devices) ?? cluster.Devices,
            HasWorkerPerDevice =
                !settings.IsWorker
                && Choose(
                    parsed.GetValue(options.Workers) ?? cluster.Workers ?? "in-process",
                    "cluster.workers",
                    Workers),
            Lease = Lease(cluster.LeaseSeconds),
        };

    private static TimeSpan? Lease(double? seconds) =>
        seconds switch
        {
            null => null,
            >= 1 and <= 60 => TimeSpan.FromSeconds(seconds.Value),
            _ => throw new CommandFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"cluster.lease_seconds of config.json is {seconds}; it must be from 1 to 60.")),
        };

    /// <summary>
    /// The settings file's <c>daemon.host</c>. A file that cannot be used names none: the daemon starts, and says what
    /// is wrong where the settings are needed.
    /// </summary>
    private static string? ConfiguredHost(TollamaConfig? file) =>
        file?.Daemon.Host is { } host && !string.IsNullOrWhiteSpace(host)
            ? host.Trim()
            : null;

    private static T Choose<T>(string value, string key, IReadOnlyDictionary<string, T> choices) =>
        choices.TryGetValue(value, out var chosen)
            ? chosen
            : throw new CommandFailedException(
                $"{key} of config.json is '{value}'; it must be one of {string.Join(", ", choices.Keys)}.");

    /// <summary>
    /// Address and port that the environment asks for, and who does; the configured address where it names none.
    /// </summary>
    private static (string Host, int Port, string Source) Binding(ProcessEnvironment environment, string? configured)
    {
        if (environment.Text("TOLLAMA_HOST") is { } binding)
        {
            int colon = binding.LastIndexOf(':');
            string host = colon > 0 ? binding[..colon].Trim('[', ']') : string.Empty;
            return host.Length > 0 && TryPort(binding[(colon + 1)..], out int port) && port > 0
                ? (host, port, "TOLLAMA_HOST")
                : throw new CommandFailedException(
                    $"TOLLAMA_HOST is '{binding}'; it must be ADDRESS:PORT with a port from 1 to 65535, "
                    + "such as 127.0.0.1:11435.");
        }

        if (environment.Text("TOLLAMA_PORT") is { } text)
        {
            return TryPort(text, out int port) && port > 0
                ? (DefaultHost, port, "TOLLAMA_PORT")
                : throw new CommandFailedException(
                    $"TOLLAMA_PORT is '{text}'; it must be a port from 1 to 65535, such as 11435.");
        }

        return (configured ?? DefaultHost, ServeSettings.DefaultPort, "daemon.host of config.json");
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;

    private static int CheckPort(int port, string name) =>
        port is >= 0 and <= 65535
            ? port
            : throw CommandFailedException.Usage($"{name} is {port}; it must be a port from 0 to 65535.");

    private static LogLevel Level(string name) => name.ToLowerInvariant() switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "info" or "information" => LogLevel.Information,
        "warn" or "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" or "fatal" => LogLevel.Critical,
        _ => throw new CommandFailedException(
            $"Log level '{name}' is not known; use trace, debug, info, warning, error or critical."),
    };
}
