using System.Diagnostics;

namespace Tollama.Onnx.Runtime;

/// <summary>Spans of the engine's own work, for whoever traces requests or measures what is spent around it.</summary>
public static class EngineTrace
{
    /// <summary>Name of the source to listen to.</summary>
    public const string SourceName = "Tollama.Engine";

    /// <summary>Name of the span of one run of a graph.</summary>
    public const string Run = "engine.run";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of a run; null where nobody listens.</summary>
    internal static Activity? StartRun() => Source.StartActivity(Run);
}
