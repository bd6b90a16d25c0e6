using Microsoft.Extensions.Logging;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Serve;

/// <summary>How a daemon is started; options, environment and configuration already resolved.</summary>
internal sealed record ServeSettings
{
    /// <summary>Port that clients use when nothing else is said.</summary>
    public const int DefaultPort = 11435;

    /// <summary>Address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 for any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Least important messages to log.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Whether an address that others can reach may be used without an API key.</summary>
    public bool AllowsInsecureBind { get; init; }

    /// <summary>What this process hosts.</summary>
    public ServeRole Role { get; init; } = ServeRole.All;

    /// <summary>Connection string of the cluster's database; null for a machine of its own.</summary>
    public string? Cluster { get; init; }

    /// <summary>Name of this member in the cluster; null for the machine's name.</summary>
    public string? Name { get; init; }

    /// <summary>Address on which other members reach this one; null when there are none.</summary>
    public string? Listen { get; init; }

    /// <summary>
    /// Devices to use, such as <c>cpu</c>, <c>cuda:0</c> or <c>sim:2x24GiB</c>; null for all that are found.
    /// </summary>
    public string? Devices { get; init; }

    /// <summary>How networks are run, as the command line says it.</summary>
    public EngineSettings Engine { get; init; } = new();

    /// <summary>Whether each device gets a worker process of its own.</summary>
    public bool HasWorkerPerDevice { get; init; }

    /// <summary>How long a member's lease lasts; null for the usual time.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Where the parent of this worker listens; null when it has none.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether another daemon started this process: it ends when its input does.</summary>
    public bool IsWorker { get; init; }

    /// <summary>Whether the daemon belongs to another command and ends with it: no log, no signals.</summary>
    public bool IsEmbedded { get; init; }
}
