using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>Drops operations, constants and weights that no output needs.</summary>
internal sealed class DeadNodes : IGraphPass
{
    /// <inheritdoc/>
    public GraphSpec Run(GraphSpec graph)
    {
        var live = new HashSet<string>(graph.Outputs.Select(output => output.Name), StringComparer.Ordinal);
        var kept = new List<NodeSpec>(graph.Nodes.Length);
        foreach (var node in graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(live.Contains))
            {
                var pruned = node with { Attributes = [.. node.Attributes.Select(Prune)] };
                kept.Add(pruned);
                MarkReads(pruned, live);
            }
        }

        kept.Reverse();
        return graph with
        {
            Nodes = [.. kept],
            Constants = [.. graph.Constants.Where(constant => live.Contains(constant.Name))],
            Weights = [.. graph.Weights.Where(weight => live.Contains(weight.Name))],
        };
    }

    private NodeAttribute Prune(NodeAttribute attribute) =>
        attribute.Graph is { } body ? NodeAttribute.Of(attribute.Name, Run(body)) : attribute;

    private static void MarkReads(NodeSpec node, HashSet<string> live)
    {
        live.UnionWith(node.Inputs);
        foreach (var attribute in node.Attributes)
        {
            foreach (var inner in attribute.Graph?.Nodes ?? [])
            {
                MarkReads(inner, live);
            }

            live.UnionWith(attribute.Graph?.Outputs.Select(output => output.Name) ?? []);
        }
    }
}
