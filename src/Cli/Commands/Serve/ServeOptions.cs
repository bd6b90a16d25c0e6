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
        Role.AcceptOnlyFromAmong("all", "gateway", "silo");
        Workers.AcceptOnlyFromAmong("in-process", "per-device");
    }

    /// <summary>Address.</summary>
    public Option<string?> Host { get; } = new("--host")
    {
        Description = "Address to listen on; default TOLLAMA_HOST's, daemon.host of config.json, else 127.0.0.1.",
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

    /// <summary>Role.</summary>
    public Option<string?> Role { get; } = new("--role")
    {
        Description = "What this process hosts: all (default), gateway (HTTP only) or silo (models only).",
        HelpName = "all|gateway|silo",
    };

    /// <summary>Cluster database.</summary>
    public Option<string?> Cluster { get; } = new("--cluster")
    {
        Description = "PostgreSQL database through which the members of a cluster find each other.",
        HelpName = "postgres://…",
    };

    /// <summary>Member name.</summary>
    public Option<string?> Name { get; } = new("--name")
    {
        Description = "Name of this member in the cluster; default the machine's name.",
        HelpName = "NAME",
    };

    /// <summary>Member address.</summary>
    public Option<string?> Listen { get; } = new("--listen")
    {
        Description = "Address on which other members of the cluster reach this one.",
        HelpName = "ADDRESS:PORT",
    };

    /// <summary>Devices.</summary>
    public Option<string?> Devices { get; } = new("--devices")
    {
        Description = "Devices to use, such as cpu, cuda:0 or sim:2x24GiB (simulated); default all that are found.",
        HelpName = "LIST",
    };

    /// <summary>Workers.</summary>
    public Option<string?> Workers { get; } = new("--workers")
    {
        Description = "Where models run: in this process (default) or in one supervised process per device.",
        HelpName = "in-process|per-device",
    };

    /// <summary>Processors of a run.</summary>
    public Option<string?> EngineThreads { get; } = new("--engine-threads")
    {
        Description = "Processors that one run of a network uses; default TOLLAMA_ENGINE_THREADS, engine.threads of "
            + "config.json, else all.",
        HelpName = "N",
    };

    /// <summary>Requests of a run.</summary>
    public Option<string?> EngineBatch { get; } = new("--engine-batch")
    {
        Description = "Most requests that are collected into one run; default TOLLAMA_ENGINE_BATCH, engine.batch of "
            + "config.json, else what suits each model.",
        HelpName = "N",
    };

    /// <summary>Lengths that share a run.</summary>
    public Option<string?> EngineBuckets { get; } = new("--engine-buckets")
    {
        Description = "Lengths of history in tokens up to which requests share a run where a model pads, such as "
            + "128,512, or [] for any mixture; default TOLLAMA_ENGINE_BUCKETS, engine.sequence_buckets of config.json, "
            + "else 32,128,512.",
        HelpName = "LIST",
    };

    /// <summary>Where the parent of a worker listens; the parent says it.</summary>
    public Option<string?> Parent { get; } = new("--parent")
    {
        Description = "Address of the process that started this worker.",
        HelpName = "ADDRESS:PORT",
        Hidden = true,
    };

    /// <summary>Whether the process ends with its input; the parent says it.</summary>
    public Option<bool> Worker { get; } = new("--worker")
    {
        Description = "End when the input ends: this process was started by another 'tollama serve'.",
        Hidden = true,
    };

    /// <summary>Adds them all to the command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            Host, Port, LogLevel, InsecureBind, Role, Cluster, Name, Listen, Devices, Workers,
            EngineThreads, EngineBatch, EngineBuckets, Parent, Worker,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }
}
