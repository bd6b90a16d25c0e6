using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Onnx.Tests.Encoding;

public sealed class ModelWriterTests
{
    [Fact]
    public void Equal_graphs_give_equal_bytes()
    {
        Assert.Equal(
            ModelWriter.Write(Sample("/a", 64)).Bytes.ToArray(), ModelWriter.Write(Sample("/a", 64)).Bytes.ToArray());
    }

    [Fact]
    public void The_hash_is_of_the_graph_not_of_where_its_weights_lie()
    {
        var here = ModelWriter.Write(Sample("/a", 64));
        var there = ModelWriter.Write(Sample("/elsewhere", 4096));

        Assert.Equal(here.Hash, there.Hash);
        Assert.NotEqual(here.Bytes.ToArray(), there.Bytes.ToArray());
        Assert.NotEqual(here.Hash, ModelWriter.Write(Sample("/a", 64, factor: 3)).Hash);
    }

    private static GraphSpec Sample(string file, long offset, double factor = 2)
    {
        var graph = new GraphBuilder("sample");
        var x = graph.Input("x", DType.Float32, "n", 2);
        graph.Output("y", x.Linear(graph.Weight(new Weight("w", DType.Float32, [4, 2], file, offset, 32))) * factor);
        return graph.Build();
    }
}
