namespace Tollama.Onnx.Runtime;

/// <summary>How the engine is found and where its messages go.</summary>
public sealed record EngineOptions
{
    /// <summary>Path of the native library; null to look beside the binary, then where the build put it.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Receives the engine's messages, from any thread; must not throw. Null drops them.</summary>
    public Action<EngineLogEntry>? Log { get; init; }

    /// <summary>Messages below this level are not made.</summary>
    public EngineLogLevel MinimumLevel { get; init; } = EngineLogLevel.Warning;

    /// <summary>Threads of a session whose settings name none; 0 for one a processor.</summary>
    public int Threads { get; init; }
}
