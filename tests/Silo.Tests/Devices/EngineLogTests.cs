using Microsoft.Extensions.Logging;
using Tollama.Onnx.Runtime;
using Tollama.Silo.Devices;

namespace Tollama.Silo.Tests.Devices;

public sealed class EngineLogTests
{
    [Theory]
    [InlineData("Exiting due to terminate flag being set to true.", LogLevel.Debug)]
    [InlineData("Non-zero status code returned while running MatMul node.", LogLevel.Error)]
    public void Only_a_fault_of_the_engine_is_an_error(string message, LogLevel expected)
    {
        var levels = new List<LogLevel>();

        new EngineLog(new Recorder(levels)).Write(
            new EngineLogEntry(EngineLogLevel.Error, "onnxruntime", "sequential_executor.cc:1", message));

        Assert.Equal([expected], levels);
    }

    private sealed class Recorder(List<LogLevel> levels) : ILogger<EngineLog>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => levels.Add(logLevel);
    }
}
