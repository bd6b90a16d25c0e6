using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>Control flow. Bodies may read any value made before them.</summary>
public static class Control
{
    /// <summary>One of two branches, whose results must have equal types and shapes.</summary>
    /// <param name="condition">A truth value of one element.</param>
    /// <param name="whenTrue">Makes the results when it holds.</param>
    /// <param name="whenFalse">Makes the results when it does not.</param>
    public static ImmutableArray<Value> If(
        this Value condition, Func<ImmutableArray<Value>> whenTrue, Func<ImmutableArray<Value>> whenFalse)
    {
        var graph = condition.Graph;
        var (thenBody, then) = graph.Body("then", whenTrue);
        var (elseBody, otherwise) = graph.Body("else", whenFalse);
        RequireSame(nameof(If), then, otherwise);
        return graph.Nodes(
            nameof(If),
            [condition],
            [.. then.Select(value => (value.DType, value.Shape))],
            NodeAttribute.Of("then_branch", thenBody),
            NodeAttribute.Of("else_branch", elseBody));
    }

    /// <summary>Repeats a step; its results become its next operands.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="count">How often.</param>
    /// <param name="initial">Operands of the first step.</param>
    /// <param name="step">From the step's number (64-bit scalar) and its operands to its results.</param>
    /// <returns>Results of the last step.</returns>
    public static ImmutableArray<Value> Repeat(
        this GraphBuilder graph,
        Dim count,
        ImmutableArray<Value> initial,
        Func<Value, ImmutableArray<Value>, ImmutableArray<Value>> step)
    {
        var trips = graph.SizeOf(count).Squeeze(0);
        var (body, results) = graph.Body("step", () =>
        {
            var number = graph.BodyInput("iteration", DType.Int64, Shape.Scalar);
            var goOn = graph.BodyInput("condition", DType.Bool, Shape.Scalar);
            var state = Feed(graph, initial);
            return [goOn, .. step(number, state)];
        });
        RequireSame(nameof(Repeat), initial, results[1..]);
        return graph.Nodes(
            "Loop",
            [trips, graph.Scalar(DType.Bool, 1), .. initial],
            [.. initial.Select(value => (value.DType, value.Shape))],
            NodeAttribute.Of("body", body));
    }

    /// <summary>A recurrence along axis 0 of its inputs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="initial">State before the first step.</param>
    /// <param name="sequences">Inputs, read slice by slice along axis 0; all equally long.</param>
    /// <param name="step">From state and slices to the next state and the outputs of the step.</param>
    /// <returns>The last state, and the outputs of all steps along a new axis 0.</returns>
    public static (ImmutableArray<Value> State, ImmutableArray<Value> Outputs) Scan(
        this GraphBuilder graph,
        ImmutableArray<Value> initial,
        ImmutableArray<Value> sequences,
        Func<
            ImmutableArray<Value>,
            ImmutableArray<Value>,
            (ImmutableArray<Value> State, ImmutableArray<Value> Outputs)
        > step)
    {
        var length = sequences[0].Dim(0);
        var (body, results) = graph.Body("step", () =>
        {
            var state = Feed(graph, initial);
            var slices = sequences
                .Select(value => graph.BodyInput("slice", value.DType, value.Shape.Without(0)))
                .ToImmutableArray();
            var (next, outputs) = step(state, slices);
            return [.. next, .. outputs];
        });
        RequireSame(nameof(Scan), initial, results[..initial.Length]);
        var made = results.Select((value, i) =>
            (value.DType, i < initial.Length ? value.Shape : value.Shape.Insert(0, length)));
        var values = graph.Nodes(
            nameof(Scan),
            [.. initial, .. sequences],
            [.. made],
            NodeAttribute.Of("body", body),
            NodeAttribute.Of("num_scan_inputs", sequences.Length));
        return (values[..initial.Length], values[initial.Length..]);
    }

    private static ImmutableArray<Value> Feed(GraphBuilder graph, ImmutableArray<Value> initial) =>
        [.. initial.Select(value => graph.BodyInput("state", value.DType, value.Shape))];

    private static void RequireSame(string op, ImmutableArray<Value> left, ImmutableArray<Value> right)
    {
        bool isSame = left.Length == right.Length
            && left.Zip(right).All(pair => pair.First.DType == pair.Second.DType
                && pair.First.Shape.Equals(pair.Second.Shape));
        if (!isSame)
        {
            throw new GraphException(
                $"{op}: ({string.Join("; ", left)}) and ({string.Join("; ", right)}) must be alike.");
        }
    }
}
