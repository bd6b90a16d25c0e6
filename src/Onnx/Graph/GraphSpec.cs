using System.Collections.Immutable;

namespace Tollama.Onnx.Graph;

/// <summary>
/// A finished graph: what is written to the engine and what passes turn into another one. Immutable. Nodes are in an
/// order in which they can run; every name is given once.
/// </summary>
public sealed record GraphSpec
{
    /// <summary>Name of the graph, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Values that the caller feeds, in order.</summary>
    public required ImmutableArray<ValueSpec> Inputs { get; init; }

    /// <summary>Values that the caller gets, in order.</summary>
    public required ImmutableArray<ValueSpec> Outputs { get; init; }

    /// <summary>Operations, in an order in which they can run.</summary>
    public required ImmutableArray<NodeSpec> Nodes { get; init; }

    /// <summary>Small tensors in the graph itself.</summary>
    public ImmutableArray<ConstantSpec> Constants { get; init; } = [];

    /// <summary>Tensors in checkpoint files.</summary>
    public ImmutableArray<Weight> Weights { get; init; } = [];

    /// <summary>The graph before the form of its products was chosen; null where there was nothing to choose.</summary>
    private GraphSpec? Open { get; init; }

    /// <summary>
    /// The same graph for many tokens a call, <see cref="ProductForm.TokensFirst"/>, as it was built: what was changed
    /// in a copy of this one is not in it.
    /// </summary>
    public GraphSpec ForManyTokens() => Open is null ? this : Choose(Open, ProductForm.TokensFirst);

    /// <summary>Finishes a graph whose linear layers left their form open.</summary>
    internal static GraphSpec Choose(GraphSpec open, ProductForm form) =>
        Passes.PassPipeline.Standard(form).Run(open) with { Open = open };

    /// <summary>
    /// Whether something is computed from weights alone, such as half-precision ones widened or two matrices
    /// multiplied, so that it pays to have it done once when the graph is loaded. Looking at a part of a weight does
    /// not count.
    /// </summary>
    public bool HasWorkForLoading
    {
        get
        {
            var fixedValues = Weights.Select(weight => weight.Name)
                .Concat(Constants.Select(constant => constant.Name))
                .ToHashSet(StringComparer.Ordinal);
            return Nodes.Any(node =>
                node.Operator is not ("Slice" or "Reshape" or "Unsqueeze")
                && node.Inputs.Any(input => input.Length > 0)
                && node.Inputs.All(input => input.Length == 0 || fixedValues.Contains(input)));
        }
    }

    /// <summary>Checks every invariant of a graph.</summary>
    /// <exception cref="GraphException">The first one that is broken.</exception>
    public void Verify() => Verify([]);

    private void Verify(HashSet<string> outer)
    {
        var known = new HashSet<string>(outer, StringComparer.Ordinal);
        DefineLeaves(known);
        var nodeNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            Require(nodeNames.Add(node.Name), $"two nodes are called '{node.Name}'");
            Require(node.Outputs.Length > 0, $"node '{node.Name}' makes nothing");
            foreach (string input in node.Inputs.Where(input => input.Length > 0))
            {
                Require(known.Contains(input), $"node '{node.Name}' reads '{input}', which nothing before it makes");
            }

            foreach (var body in node.Attributes.Where(attribute => attribute.Graph is not null))
            {
                body.Graph!.Verify(known); // the Where above keeps those that have one
            }

            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                Require(known.Add(output), $"node '{node.Name}' makes '{output}', which exists already");
            }
        }

        Require(Outputs.Length > 0, "it has no output");
        foreach (var output in Outputs)
        {
            Require(known.Contains(output.Name), $"nothing makes its output '{output.Name}'");
        }
    }

    private void DefineLeaves(HashSet<string> known)
    {
        foreach (var input in Inputs)
        {
            Require(known.Add(input.Name), $"the input '{input.Name}' exists already");
        }

        foreach (var constant in Constants)
        {
            Require(known.Add(constant.Name), $"the constant '{constant.Name}' exists already");
            Require(
                constant.Data.Length == constant.Count * constant.DType.ByteSize(),
                $"the constant '{constant.Name}' has {constant.Data.Length} bytes for {constant.Count} elements");
        }

        foreach (var weight in Weights)
        {
            long bytes = weight.Dims.Aggregate((long)weight.DType.ByteSize(), (product, size) => product * size);
            Require(known.Add(weight.Name), $"the weight '{weight.Name}' exists already");
            Require(
                weight.Length == bytes,
                $"the weight '{weight.Name}' has {weight.Length} bytes where its shape needs {bytes}");
        }
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new GraphException($"Graph '{Name}': {fault}.");
        }
    }
}
