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
            if (node.Operator == Operator && !handedOut.Contains(node.Outputs[0]))
            {
                chosen.Add(node.Outputs[0], NameOf(node.Inputs[(int)form], chosen));
                continue;
            }

            nodes.Add(node with
            {
                Operator = node.Operator == Operator ? "Identity" : node.Operator, // an output keeps its name
                Inputs = node.Operator == Operator
                    ? [NameOf(node.Inputs[(int)form], chosen)]
                    : [.. node.Inputs.Select(input => NameOf(input, chosen))],
                Attributes =
                [
                    .. node.Attributes.Select(attribute => attribute.Graph is { } body
                        ? NodeAttribute.Of(attribute.Name, Choose(body, chosen))
                        : attribute),
                ],
            });
        }

        return graph with { Nodes = [.. nodes] };
    }

    private static string NameOf(string value, Dictionary<string, string> chosen) =>
        chosen.GetValueOrDefault(value, value);
}
