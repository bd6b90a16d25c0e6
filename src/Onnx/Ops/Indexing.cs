using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>Picking and placing elements by 64-bit indices.</summary>
public static class Indexing
{
    /// <summary>Slices along an axis; the axis is replaced by the shape of <paramref name="indices"/>.</summary>
    public static Value Gather(this Value value, Value indices, int axis)
    {
        RequireIndices(nameof(Gather), indices);
        int normal = value.Shape.Axis(axis);
        var shape = value.Shape.Slice(0, normal)
            .Append(indices.Shape)
            .Append(value.Shape.Slice(normal + 1, value.Rank - normal - 1));
        return value.Graph.Node(
            nameof(Gather), [value, indices], value.DType, shape, NodeAttribute.Of("axis", normal));
    }

    /// <summary>One slice along an axis, which is dropped; a negative index counts from the end.</summary>
    public static Value Gather(this Value value, long index, int axis) =>
        value.Gather(value.Graph.Scalar(DType.Int64, index), axis);

    /// <summary>Picks one element for each index along an axis (torch's <c>gather</c>).</summary>
    public static Value GatherElements(this Value value, Value indices, int axis)
    {
        RequireIndices(nameof(GatherElements), indices);
        return value.Graph.Node(
            nameof(GatherElements),
            [value, indices],
            value.DType,
            indices.Shape,
            NodeAttribute.Of("axis", value.Shape.Axis(axis)));
    }

    /// <summary>
    /// Picks slices by tuples of indices: the last axis of <paramref name="indices"/> holds the tuple, the first
    /// <paramref name="batchAxes"/> axes are common to both.
    /// </summary>
    public static Value GatherND(this Value value, Value indices, int batchAxes = 0)
    {
        RequireIndices(nameof(GatherND), indices);
        int tuple = (int)indices.Dim(-1).Value;
        var shape = indices.Shape.Slice(0, indices.Rank - 1)
            .Append(value.Shape.Slice(batchAxes + tuple, value.Rank - batchAxes - tuple));
        return value.Graph.Node(
            nameof(GatherND), [value, indices], value.DType, shape, NodeAttribute.Of("batch_dims", batchAxes));
    }

    /// <summary>Places one element for each index along an axis into a copy (torch's <c>scatter</c>).</summary>
    public static Value ScatterElements(this Value value, Value indices, Value updates, int axis)
    {
        RequireIndices(nameof(ScatterElements), indices);
        if (!indices.Shape.Equals(updates.Shape) || updates.DType != value.DType)
        {
            throw new GraphException($"ScatterElements: {updates} does not fit the indices {indices} of {value}.");
        }

        return value.Graph.Node(
            nameof(ScatterElements),
            [value, indices, updates],
            value.DType,
            value.Shape,
            NodeAttribute.Of("axis", value.Shape.Axis(axis)));
    }

    private static void RequireIndices(string op, Value indices)
    {
        if (indices.DType is not (DType.Int64 or DType.Int32))
        {
            throw new GraphException($"{op}: {indices} are no indices.");
        }
    }
}
