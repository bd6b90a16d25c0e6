using System.CommandLine;

namespace Tollama.Cli.Commands.Serve;

/// <summary>The options of <c>serve</c>.</summary>
internal sealed class ServeOptions
{
    /// <summary>Creates the options.</summary>
    /// <param name="logLevels">Accepted names of log levels.</param>
    public ServeOptions(string[] logLevels)
    {
        LogLevel.AcceptOnlyFromAmong(logLevels);
        LogLevel.HelpName = string.Join('|', logLevels);
    }

    /// <summary>Address.</summary>
    public Option<string?> Host { get; } = new("--host")
    {
        Description = "Address to listen on; default TOLLAMA_HOST's, else 127.0.0.1.",
        HelpName = "ADDRESS",
    };

    /// <summary>Port.</summary>
    public Option<int?> Port { get; } = new("--port")
    {
        Description = "Port to listen on; default TOLLAMA_HOST's, TOLLAMA_PORT, else 11435. 0 takes any free one.",
        HelpName = "PORT",
    };

    /// <summary>Log level.</summary>
    public Option<string?> LogLevel { get; } = new("--log-level")
    {
        Description = "Least important messages to log; default TOLLAMA_LOG_LEVEL, else info.",
    };

    /// <summary>Bind without key.</summary>
    public Option<bool> InsecureBind { get; } = new("--insecure-bind")
    {
        Description = "Listen on an address that other machines reach although no API key is set.",
    };

    /// <summary>Devices.</summary>
    public Option<string?> Devices { get; } = new("--devices")
    {
        Description = "Devices to use, such as cpu, cuda:0 or sim:2x24GiB (simulated); default all that are found.",
        HelpName = "LIST",
    };

    /// <summary>Adds them all to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Host, Port, LogLevel, InsecureBind, Devices })
        {
            command.Add(option);
        }
    }
}
