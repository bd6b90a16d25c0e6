using System.Collections.Immutable;
using Tollama.Core.Inference;

namespace Tollama.Onnx.Runtime;

/// <summary>How a session is made.</summary>
public sealed record SessionSettings
{
    /// <summary>The processor, all threads.</summary>
    public static readonly SessionSettings Default = new();

    /// <summary>Where to compute; simulated devices compute on the processor.</summary>
    public DeviceId Device { get; init; } = DeviceId.Cpu;

    /// <summary>Threads of one run, the caller's included; 0 for the engine's default.</summary>
    public int Threads { get; init; }

    /// <summary>How far the engine rewrites the graph.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>
    /// Whether working memory is pooled between runs. Off: every run allocates and frees, nothing stays.
    /// </summary>
    public bool UsesArena { get; init; } = true;

    /// <summary>
    /// Whether the first run of a shape plans the memory of later ones; pointless where shapes keep changing.
    /// </summary>
    public bool UsesMemoryPattern { get; init; } = true;

    /// <summary>
    /// Whether constant right operands of products are rearranged for the processor's kernels when the graph is loaded,
    /// at their size in memory, instead of at every run.
    /// </summary>
    public bool PrepacksWeights { get; init; } = true;

    /// <summary>
    /// Whether idle threads of the session spin for a moment before they sleep: lower latency, warmer processor.
    /// </summary>
    public bool Spins { get; init; } = true;

    /// <summary>Whether kernels whose result depends on scheduling are avoided.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Prefix of a profile file that is written when profiling ends; null for none.</summary>
    public string? ProfilePrefix { get; init; }

    /// <summary>Name of the session in log messages.</summary>
    public string LogName { get; init; } = "tollama";

    /// <summary>Further configuration entries by the engine's keys.</summary>
    public ImmutableDictionary<string, string> Entries { get; init; } = ImmutableDictionary<string, string>.Empty;
}
