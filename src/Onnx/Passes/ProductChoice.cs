using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>
/// Decides what linear layers left open (<see cref="Ops.Products.Linear"/>): of the two values that each of them made,
/// the one of the wanted form takes the place of both.
/// </summary>
internal sealed class ProductChoice(ProductForm form) : IGraphPass
{
    /// <summary>Operator of the choice: its operands are equal, in the order of <see cref="ProductForm"/>.</summary>
    public const string Operator = "Either";

    /// <inheritdoc/>
    public GraphSpec Run(GraphSpec graph) => Choose(graph, new Dictionary<string, string>(StringComparer.Ordinal));

    private GraphSpec Choose(GraphSpec graph, Dictionary<string, string> chosen)
    {
        var handedOut = graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var nodes = new List<NodeSpec>(graph.Nodes.Length);
        foreach (var node in graph.Nodes)
        {
            bool isChoice = node.Operator == Operator;
            IEnumerable<string> read = isChoice ? [node.Inputs[(int)form]] : node.Inputs;
            string[] inputs = [.. read.Select(input => chosen.GetValueOrDefault(input, input))];
            if (isChoice && !handedOut.Contains(node.Outputs[0]))
            {
                chosen.Add(node.Outputs[0], inputs[0]);
                continue;
            }

            nodes.Add(node with
            {
                Operator = isChoice ? "Identity" : node.Operator, // an output of the graph keeps its name
                Inputs = [.. inputs],
                Attributes = [.. node.Attributes.Select(attribute => Choose(attribute, chosen))],
            });
        }

        return graph with { Nodes = [.. nodes] };
    }

    private NodeAttribute Choose(NodeAttribute attribute, Dictionary<string, string> chosen) =>
        attribute.Graph is { } body ? NodeAttribute.Of(attribute.Name, Choose(body, chosen)) : attribute;
}
