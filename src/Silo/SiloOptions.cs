using Tollama.Actors.Hosting;
using Tollama.Core.Configuration;

namespace Tollama.Silo;

/// <summary>Settings of a silo.</summary>
public sealed record SiloOptions
{
    /// <summary>State folder, an absolute path.</summary>
    public required string Home { get; init; }

    /// <summary>
    /// Environment of the process: registry file, hub address, <c>TOLLAMA_ENGINE_LIBRARY</c> (path of the inference
    /// engine's native library, instead of the one beside the binary) and what <see cref="EngineSettings"/> names.
    /// </summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>
    /// Devices that models may be put on: <c>auto</c>, or a list of <c>cpu</c>, <c>cuda[:n]</c>, <c>webgpu[:n]</c>,
    /// <c>sim:[count x]memory</c>.
    /// </summary>
    public string Devices { get; init; } = "auto";

    /// <summary>How networks are run; null for what environment and settings file say.</summary>
    public EngineSettings? Engine { get; init; }

    /// <summary>The cluster that this process is a member of; null for a machine of its own.</summary>
    public ClusterOptions? Cluster { get; init; }
}
