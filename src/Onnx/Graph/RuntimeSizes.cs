namespace Tollama.Onnx.Graph;

/// <summary>Computes symbolic sizes at run time, from the shapes of the tensors that tell them.</summary>
internal static class RuntimeSizes
{
    /// <summary>Emits the polynomial over the sizes of its symbols, as a vector of one 64-bit integer.</summary>
    public static Value Compute(GraphBuilder graph, Dim size)
    {
        if (size.SymbolName is { } root)
        {
            return Root(graph, root);
        }

        Value? sum = null;
        foreach (var (coefficient, symbols) in size.Terms)
        {
            Value? product = null;
            foreach (string symbol in symbols)
            {
                var factor = graph.SizeOf(symbol);
                product = product is null ? factor : product * factor;
            }

            var scale = graph.Constant([coefficient], 1);
            var term = (product, coefficient) switch
            {
                (null, _) => scale,
                (_, 1) => product,
                _ => product * scale,
            };
            sum = sum is null ? term : sum + term;
        }

        return sum ?? graph.Constant([0], 1);
    }

    private static Value Root(GraphBuilder graph, string symbol)
    {
        var (source, axis, factor) = graph.Names.Source(symbol);
        var length = graph.Node(
            "Shape",
            [source],
            DType.Int64,
            Shape.Of([1]),
            NodeAttribute.Of("start", axis),
            NodeAttribute.Of("end", axis + 1));
        return factor == 1 ? length : length / factor;
    }
}
