using Microsoft.Extensions.Logging;
using Tollama.Onnx.Runtime;

namespace Tollama.Silo.Devices;

/// <summary>Hands the inference engine's messages to the log.</summary>
internal sealed partial class EngineLog
{
    /// <summary>What the engine calls an error when a run ends because its caller gave it up.</summary>
    private const string GivenUp = "terminate flag";

    private readonly ILogger _log;

    /// <summary>Writes to <paramref name="log"/>.</summary>
    public EngineLog(ILogger<EngineLog> log) => _log = log;

    /// <summary>Writes one message; safe from any thread.</summary>
    public void Write(EngineLogEntry entry)
    {
        var level = entry.Message.Contains(GivenUp, StringComparison.Ordinal)
            ? LogLevel.Debug
            : Translate(entry.Level);
        if (_log.IsEnabled(level))
        {
            LogEntry(level, entry.Source, entry.Message, entry.Location);
        }
    }

    private static LogLevel Translate(EngineLogLevel level) => level switch
    {
        EngineLogLevel.Verbose => LogLevel.Trace,
        EngineLogLevel.Information => LogLevel.Debug,
        EngineLogLevel.Warning => LogLevel.Warning,
        EngineLogLevel.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    [LoggerMessage(EventId = 6010, Message = "Engine, {Source}: {Text} ({Location})")]
    private partial void LogEntry(LogLevel level, string source, string text, string location);
}
