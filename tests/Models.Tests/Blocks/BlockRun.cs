using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Blocks;

/// <summary>Runs one block over constants in the engine.</summary>
internal static class BlockRun
{
    /// <summary>The elements of what <paramref name="build"/> makes.</summary>
    public static float[] Compute(Func<GraphBuilder, Value> build)
    {
        var graph = new GraphBuilder("block");
        // An input keeps the engine from folding the whole graph away.
        var zero = graph.Input("zero", DType.Float32, 1);
        graph.Output("result", build(graph) + zero);
        using var session = Golden.Engine.CreateSession(
            ModelWriter.Write(graph.Build()).Bytes.Span, SessionSettings.Default, CancellationToken.None);
        using var tensor = TensorValue.Wrap(Golden.Engine, new float[1].AsMemory(), 1);
        using var result = session.Run([new("zero", tensor)], CancellationToken.None);
        return result[0].AsSpan<float>().ToArray();
    }

    /// <summary>Numbers between −1 and 1 in a fixed order.</summary>
    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
