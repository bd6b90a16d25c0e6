using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>
/// Takes a transpose of the last two axes into the product that reads it: the engine multiplies with a transposed
/// operand as fast as with a plain one, and packs a transposed weight straight from the file instead of folding a copy
/// first.
/// </summary>
internal sealed class TransposeFusion : IGraphPass
{
    /// <inheritdoc/>
    public GraphSpec Run(GraphSpec graph)
    {
        var sources = graph.Nodes
            .Where(SwapsLastTwo)
            .ToDictionary(node => node.Outputs[0], node => node.Inputs[0], StringComparer.Ordinal);
        return sources.Count == 0
            ? graph
            : graph with { Nodes = [.. graph.Nodes.Select(node => Fuse(node, sources))] };
    }

    private static bool SwapsLastTwo(NodeSpec node)
    {
        if (node.Operator != "Transpose" || node.Attributes is not [{ Integers: var order }])
        {
            return false;
        }

        int rank = order.Length;
        return rank >= 2 && order[^1] == rank - 2 && order[^2] == rank - 1
            && order.Take(rank - 2).Select((axis, i) => axis == i).All(stays => stays);
    }

    private static NodeSpec Fuse(NodeSpec node, Dictionary<string, string> sources)
    {
        if (node.Operator != "MatMul" || !node.Inputs.Any(sources.ContainsKey))
        {
            return node;
        }

        return node with
        {
            Operator = "FusedMatMul",
            Domain = "com.microsoft",
            Inputs = [.. node.Inputs.Select(input => sources.GetValueOrDefault(input, input))],
            Attributes =
            [
                NodeAttribute.Of("transA", sources.ContainsKey(node.Inputs[0])),
                NodeAttribute.Of("transB", sources.ContainsKey(node.Inputs[1])),
            ],
        };
    }
}
