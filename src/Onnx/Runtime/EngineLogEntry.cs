namespace Tollama.Onnx.Runtime;

/// <summary>A message of the engine.</summary>
/// <param name="Level">Severity.</param>
/// <param name="Source">The session's log name and the engine's category.</param>
/// <param name="Location">Where in the engine.</param>
/// <param name="Message">The text.</param>
public readonly record struct EngineLogEntry(EngineLogLevel Level, string Source, string Location, string Message);
