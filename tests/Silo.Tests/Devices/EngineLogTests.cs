using Tollama.Onnx.Runtime;
using Tollama.Silo.Devices;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Devices;

public sealed class EngineLogTests
{
    [Theory]
    [InlineData("Exiting due to terminate flag being set to true.", "Debug: ")]
    [InlineData("Non-zero status code returned while running MatMul node.", "Error: ")]
    public void Only_a_fault_of_the_engine_is_an_error(string message, string expected)
    {
        var log = new ListLogger<EngineLog>();

        new EngineLog(log).Write(
            new EngineLogEntry(EngineLogLevel.Error, "onnxruntime", "sequential_executor.cc:1", message));

        Assert.StartsWith(expected, Assert.Single(log.Lines), StringComparison.Ordinal);
    }
}
