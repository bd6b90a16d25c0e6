using System.Text.Json.Serialization;

namespace Tollama.Core.Configuration;

/// <summary>The settings file <c>config.json</c> (storage-and-config §4); a missing file is all defaults.</summary>
public sealed record TollamaConfig
{
    /// <summary>All defaults.</summary>
    public static readonly TollamaConfig Default = new();

    /// <summary>Version of the file's shape.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Defaults of a pull.</summary>
    public PullSettings Pull { get; init; } = new();

    /// <summary>Settings of the daemon, read once at start.</summary>
    public DaemonSettings Daemon { get; init; } = new();

    /// <summary>Who may use the API.</summary>
    public AuthSettings Auth { get; init; } = new();

    /// <summary>Models that auto-forecast prefers.</summary>
    public RoutingSettings Routing { get; init; } = new();

    /// <summary>This process as a member of a cluster; null, and not written, where nothing is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClusterSettings? Cluster { get; init; }

    /// <summary>How networks are run; null, and not written, where nothing is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EngineSettings? Engine { get; init; }

    /// <summary>
    /// Who is loaded where, and how long anything may take; null, and not written, where nothing is said.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SchedulerSettings? Scheduler { get; init; }
}
