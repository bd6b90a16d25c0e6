namespace Tollama.Onnx.Runtime;

/// <summary>Severity of an engine message; the numbers are the engine's.</summary>
public enum EngineLogLevel
{
    /// <summary>Every step.</summary>
    Verbose,

    /// <summary>Lifecycle.</summary>
    Information,

    /// <summary>Degraded, but computed.</summary>
    Warning,

    /// <summary>A call failed.</summary>
    Error,

    /// <summary>The engine cannot go on.</summary>
    Fatal,
}
