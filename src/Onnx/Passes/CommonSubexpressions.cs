using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>
/// Keeps one of several equal constants and one of several operations that are equal in operator, operands and
/// attributes. Builders may therefore ask for the same size or mask wherever they need it.
/// </summary>
internal sealed class CommonSubexpressions : IGraphPass
{
    /// <inheritdoc/>
    public GraphSpec Run(GraphSpec graph)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var outputs = graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var constants = MergeConstants(graph, renamed);
        var seen = new Dictionary<string, NodeSpec>(StringComparer.Ordinal);
        var kept = new List<NodeSpec>(graph.Nodes.Length);
        foreach (var original in graph.Nodes)
        {
            var node = Rename(original, renamed);
            bool mayMerge = node.Attributes.All(attribute => attribute.Graph is null)
                && !node.Outputs.Any(outputs.Contains);
            if (mayMerge && seen.TryGetValue(Key(node), out var equal))
            {
                for (int i = 0; i < node.Outputs.Length; i++)
                {
                    renamed.Add(node.Outputs[i], equal.Outputs[i]);
                }

                continue;
            }

            kept.Add(node);
            if (mayMerge)
            {
                seen.Add(Key(node), node);
            }
        }

        return graph with { Nodes = [.. kept], Constants = [.. constants] };
    }

    private static List<ConstantSpec> MergeConstants(GraphSpec graph, Dictionary<string, string> renamed)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new List<ConstantSpec>();
        foreach (var constant in graph.Constants)
        {
            string key =
                $"{constant.DType}({string.Join(',', constant.Dims)}){Convert.ToBase64String(constant.Data.Span)}";
            if (first.TryGetValue(key, out string? equal))
            {
                renamed.Add(constant.Name, equal);
            }
            else
            {
                first.Add(key, constant.Name);
                kept.Add(constant);
            }
        }

        return kept;
    }

    private static NodeSpec Rename(NodeSpec node, Dictionary<string, string> renamed) => node with
    {
        Inputs = [.. node.Inputs.Select(input => renamed.GetValueOrDefault(input, input))],
        Attributes = [.. node.Attributes.Select(attribute => attribute.Graph is { } body
            ? NodeAttribute.Of(attribute.Name, Rename(body, renamed))
            : attribute)],
    };

    private static GraphSpec Rename(GraphSpec body, Dictionary<string, string> renamed) =>
        body with { Nodes = [.. body.Nodes.Select(node => Rename(node, renamed))] };

    private static string Key(NodeSpec node)
    {
        var attributes = node.Attributes.Select(
            a => $"{a.Name}={string.Join(',', a.Integers)};{BitConverter.SingleToInt32Bits(a.Real)};{a.Text}");
        return $"{node.Domain}:{node.Operator}({string.Join('|', node.Inputs)})x{node.Outputs.Length}[{string.Join('|', attributes)}]";
    }
}
