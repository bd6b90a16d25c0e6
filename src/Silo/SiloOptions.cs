using Tollama.Actors.Hosting;
using Tollama.Core.Configuration;

namespace Tollama.Silo;

/// <summary>Settings of a silo.</summary>
public sealed record SiloOptions
{
    /// <summary>State folder, an absolute path.</summary>
    public required string Home { get; init; }

    /// <summary>Environment of the process: registry file, hub address.</summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>
    /// Devices that models may be put on: <c>auto</c>, or a list of <c>cpu</c>, <c>cuda[:n]</c>, <c>webgpu[:n]</c>,
    /// <c>sim:[count x]memory</c>.
    /// </summary>
    public string Devices { get; init; } = "auto";

    /// <summary>
    /// Path of the inference engine's native library; null to look beside the binary, then where the build put it.
    /// </summary>
    public string? EngineLibrary { get; init; }

    /// <summary>Processors that one model computes with; 0 for all.</summary>
    public int EngineThreads { get; init; }

    /// <summary>The cluster that this process is a member of; null for a machine of its own.</summary>
    public ClusterOptions? Cluster { get; init; }
}
