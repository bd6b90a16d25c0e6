using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>
/// Computes operations whose operands are all small constants. Only what rounds as the engine rounds is folded:
/// arithmetic, casts, square roots and moves, but no sines or exponentials. Bodies of control flow are left alone.
/// </summary>
internal sealed class ConstantFolding : IGraphPass
{
    private const long MostElements = 1 << 16;

    /// <inheritdoc/>
    public GraphSpec Run(GraphSpec graph)
    {
        var constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);
        var outputs = graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<NodeSpec>(graph.Nodes.Length);
        foreach (var node in graph.Nodes)
        {
            // An output must be made by a node.
            var folded = outputs.Contains(node.Outputs[0]) ? null : Fold(node, constants);
            if (folded is null)
            {
                kept.Add(node);
            }
            else
            {
                constants.Add(folded.Name, folded);
            }
        }

        return kept.Count == graph.Nodes.Length
            ? graph
            : graph with { Nodes = [.. kept], Constants = [.. constants.Values] };
    }

    private static ConstantSpec? Fold(NodeSpec node, Dictionary<string, ConstantSpec> constants)
    {
        if (node.Domain.Length > 0 || node.Outputs.Length != 1 || !node.Inputs.All(constants.ContainsKey))
        {
            return null;
        }

        var operands = node.Inputs.Select(input => constants[input]).ToArray();
        var result = ConstantArithmetic.Evaluate(node, operands);
        return result is null || result.Count > MostElements ? null : result;
    }
}
