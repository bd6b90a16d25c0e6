using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>Operations along axes: sums, extremes, running sums, sorting.</summary>
public static class Reductions
{
    /// <summary>Sum along axes.</summary>
    /// <param name="value">What to reduce.</param>
    /// <param name="axes">Axes, negative ones counted from the end.</param>
    /// <param name="keep">Keep reduced axes with size 1 (the default) or drop them.</param>
    public static Value ReduceSum(this Value value, ReadOnlySpan<long> axes, bool keep = true) =>
        Reduce(nameof(ReduceSum), value, axes, keep);

    /// <summary>Sum along one axis.</summary>
    public static Value ReduceSum(this Value value, int axis, bool keep = true) => value.ReduceSum([axis], keep);

    /// <summary>Mean along one axis.</summary>
    public static Value ReduceMean(this Value value, int axis, bool keep = true) =>
        Reduce(nameof(ReduceMean), value, [axis], keep);

    /// <summary>Mean along axes.</summary>
    public static Value ReduceMean(this Value value, ReadOnlySpan<long> axes, bool keep = true) =>
        Reduce(nameof(ReduceMean), value, axes, keep);

    /// <summary>Greatest element along one axis.</summary>
    public static Value ReduceMax(this Value value, int axis, bool keep = true) =>
        Reduce(nameof(ReduceMax), value, [axis], keep);

    /// <summary>Least element along one axis.</summary>
    public static Value ReduceMin(this Value value, int axis, bool keep = true) =>
        Reduce(nameof(ReduceMin), value, [axis], keep);

    /// <summary>Running sum along an axis.</summary>
    /// <param name="value">What to sum.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="isExclusive">Whether an element's own value is left out of its sum.</param>
    /// <param name="isReversed">Whether to sum from the end.</param>
    public static Value CumSum(this Value value, int axis, bool isExclusive = false, bool isReversed = false) =>
        value.Graph.Node(
            nameof(CumSum),
            [value, value.Graph.Scalar(DType.Int64, value.Shape.Axis(axis))],
            value.DType,
            value.Shape,
            NodeAttribute.Of("exclusive", isExclusive),
            NodeAttribute.Of("reverse", isReversed));

    /// <summary>The k greatest (or least) elements along an axis, in order, and where they were (64-bit).</summary>
    public static (Value Values, Value Indices) TopK(this Value value, Dim k, int axis = -1, bool largest = true)
    {
        var graph = value.Graph;
        var shape = value.Shape.With(axis, graph.Resolve(k));
        var results = graph.Nodes(
            nameof(TopK),
            [value, graph.SizeOf(k)],
            [(value.DType, shape), (DType.Int64, shape)],
            NodeAttribute.Of("axis", value.Shape.Axis(axis)),
            NodeAttribute.Of("largest", largest));
        return (results[0], results[1]);
    }

    /// <summary>
    /// Where the greatest element along an axis is (the first of equals); 64-bit, the axis is dropped.
    /// </summary>
    public static Value ArgMax(this Value value, int axis) => value.Graph.Node(
        nameof(ArgMax),
        [value],
        DType.Int64,
        value.Shape.Without(axis),
        NodeAttribute.Of("axis", value.Shape.Axis(axis)),
        NodeAttribute.Of("keepdims", false));

    private static Value Reduce(string op, Value value, ReadOnlySpan<long> axes, bool keep)
    {
        var graph = value.Graph;
        var reduced = new HashSet<int>();
        foreach (long axis in axes)
        {
            reduced.Add(value.Shape.Axis((int)axis));
        }

        var dims = value.Shape
            .Select((dim, axis) => reduced.Contains(axis) ? Dim.One : dim)
            .Where((_, axis) => keep || !reduced.Contains(axis));
        var axesValue = graph.Constant([.. reduced.Order().Select(axis => (long)axis)], reduced.Count);
        return graph.Node(op, [value, axesValue], value.DType, new Shape(dims), NodeAttribute.Of("keepdims", keep));
    }
}
