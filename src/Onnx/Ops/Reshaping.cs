using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>
/// Operations that move elements without changing them: reshape, transpose, concatenate, cut, pad, repeat.
/// </summary>
public static class Reshaping
{
    /// <summary>
    /// Reads the elements in the same order under another shape. Sizes may be names; the number of elements must be
    /// equal as a formula.
    /// </summary>
    public static Value Reshape(this Value value, params ReadOnlySpan<Dim> dims)
    {
        var graph = value.Graph;
        var target = graph.Names.Resolve(dims);
        if (target.Size != value.Shape.Size)
        {
            throw new GraphException(
                $"Reshape: {value} has {value.Shape.Size} elements, {target} has {target.Size}.");
        }

        return target.Equals(value.Shape)
            ? value
            : graph.Node(nameof(Reshape), [value, ReshapeTarget(value, target)], value.DType, target);
    }

    /// <summary>
    /// Orders the axes anew: axis i of the result is axis <paramref name="order"/>[i] of the operand.
    /// </summary>
    public static Value Transpose(this Value value, params ReadOnlySpan<int> order)
    {
        var axes = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            axes[i] = value.Shape.Axis(order[i]);
        }

        if (axes.Length != value.Rank || axes.Distinct().Count() != axes.Length)
        {
            throw new GraphException($"Transpose: ({string.Join(", ", axes)}) does not order the axes of {value}.");
        }

        var shape = new Shape(axes.Select(axis => value.Shape[(int)axis]));
        return value.Graph.Node(nameof(Transpose), [value], value.DType, shape, NodeAttribute.Of("perm", axes));
    }

    /// <summary>Exchanges the last two axes.</summary>
    public static Value TransposeLast(this Value value)
    {
        var order = Enumerable.Range(0, value.Rank).ToArray();
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return value.Transpose(order);
    }

    /// <summary>Puts in axes of size 1, numbered as in the result.</summary>
    public static Value Unsqueeze(this Value value, params ReadOnlySpan<int> axes)
    {
        int rank = value.Rank + axes.Length;
        var normal = axes.ToArray().Select(axis => axis < 0 ? axis + rank : axis).Order().ToArray();
        var shape = normal.Aggregate(value.Shape, (shape, axis) => shape.Insert(axis, Dim.One));
        var operand = value.Graph.Constant([.. normal.Select(axis => (long)axis)], normal.Length);
        return value.Graph.Node(nameof(Unsqueeze), [value, operand], value.DType, shape);
    }

    /// <summary>Drops axes of size 1.</summary>
    public static Value Squeeze(this Value value, params ReadOnlySpan<int> axes)
    {
        var normal = axes.ToArray().Select(value.Shape.Axis).OrderDescending().ToArray();
        if (normal.Any(axis => value.Shape[axis] != Dim.One))
        {
            throw new GraphException($"Squeeze: an axis of {value} among ({string.Join(", ", normal)}) is not 1.");
        }

        var shape = normal.Aggregate(value.Shape, (shape, axis) => shape.Without(axis));
        var operand = value.Graph.Constant([.. normal.Select(axis => (long)axis)], normal.Length);
        return value.Graph.Node(nameof(Squeeze), [value, operand], value.DType, shape);
    }

    /// <summary>Joins tensors along an axis; all other axes must be equal.</summary>
    public static Value Concat(this GraphBuilder graph, int axis, params ReadOnlySpan<Value> parts)
    {
        var first = parts[0];
        int normal = first.Shape.Axis(axis);
        var length = Dim.Zero;
        foreach (var part in parts)
        {
            bool fits = part.Rank == first.Rank && part.DType == first.DType
                && part.Shape.With(normal, Dim.One).Equals(first.Shape.With(normal, Dim.One));
            if (!fits)
            {
                throw new GraphException($"Concat along axis {normal}: {part} does not fit {first}.");
            }

            length += part.Shape[normal];
        }

        return parts.Length == 1
            ? first
            : graph.Node(
                nameof(Concat), parts, first.DType, first.Shape.With(normal, length), NodeAttribute.Of("axis", normal));
    }

    /// <summary>Cuts along an axis into parts of the given sizes, which must add up.</summary>
    public static Value[] Split(this Value value, int axis, params ReadOnlySpan<Dim> sizes)
    {
        var graph = value.Graph;
        int normal = value.Shape.Axis(axis);
        var lengths = graph.Names.Resolve(sizes);
        if (lengths.Aggregate(Dim.Zero, (sum, length) => sum + length) != value.Shape[normal])
        {
            throw new GraphException($"Split along axis {normal}: {lengths} does not add up to {value}.");
        }

        var results = lengths.Select(length => (value.DType, value.Shape.With(normal, length))).ToArray();
        Value[] parts = [.. graph.Nodes(
            nameof(Split), [value, graph.ShapeOperand(lengths)], results, NodeAttribute.Of("axis", normal))];
        if (value.Columns is { } columns && normal == value.Rank - 1)
        {
            foreach (var (part, features) in parts.Zip(columns.Split(0, [.. lengths])))
            {
                part.Columns = features;
            }
        }

        return parts;
    }

    /// <summary>Cuts along an axis into <paramref name="count"/> equal parts.</summary>
    public static Value[] Split(this Value value, int axis, int count)
    {
        var length = value.Dim(axis) / count;
        var sizes = new Dim[count];
        Array.Fill(sizes, length);
        return value.Split(axis, sizes.AsSpan());
    }

    /// <summary>
    /// The elements from <paramref name="start"/> up to and without <paramref name="end"/> along an axis.
    /// </summary>
    public static Value Slice(this Value value, int axis, Dim start, Dim end)
    {
        var graph = value.Graph;
        int normal = value.Shape.Axis(axis);
        var (from, to) = (graph.Resolve(start), graph.Resolve(end));
        var length = value.Shape[normal];
        if (from == Dim.Zero && to == length)
        {
            return value;
        }

        // Counted from the end where that makes the operand a number: the last 4 of an unknown length.
        var fromEnd = from - length;
        var startOperand = graph.SizeOf(!from.IsKnown && fromEnd.IsKnown ? fromEnd : from);
        var toEnd = to - length;
        var endOperand = to == length
            ? graph.Constant([long.MaxValue], 1)
            : graph.SizeOf(!to.IsKnown && toEnd.IsKnown ? toEnd : to);
        return graph.Node(
            nameof(Slice),
            [value, startOperand, endOperand, graph.Constant([normal], 1)],
            value.DType,
            value.Shape.With(normal, to - from));
    }

    /// <summary>The last <paramref name="count"/> elements along an axis.</summary>
    public static Value Last(this Value value, int axis, Dim count) =>
        value.Slice(axis, value.Dim(axis) - value.Graph.Resolve(count), value.Dim(axis));

    /// <summary>The first <paramref name="count"/> elements along an axis.</summary>
    public static Value First(this Value value, int axis, Dim count) => value.Slice(axis, Dim.Zero, count);

    /// <summary>Adds a constant before and after the elements of an axis.</summary>
    public static Value Pad(this Value value, int axis, Dim before, Dim after, double fill = 0)
    {
        var graph = value.Graph;
        int normal = value.Shape.Axis(axis);
        var (first, last) = (graph.Resolve(before), graph.Resolve(after));

        // Every axis is named: where the engine moves a transposition behind the node, it permutes the pads of all.
        var pads = Enumerable.Range(0, 2 * value.Rank)
            .Select(i => i == normal ? first : i == value.Rank + normal ? last : Dim.Zero);
        return graph.Node(
            nameof(Pad),
            [value, graph.ShapeOperand(new Shape(pads)), graph.ScalarLike(value, fill)],
            value.DType,
            value.Shape.With(normal, value.Shape[normal] + first + last));
    }

    /// <summary>Repeats axes of size 1 (and puts in outer ones) up to a shape.</summary>
    public static Value Expand(this Value value, params ReadOnlySpan<Dim> dims)
    {
        var graph = value.Graph;
        var target = graph.Names.Resolve(dims);
        var common = Shape.Broadcast(value.Shape, target);
        if (common is null || !common.Equals(target))
        {
            throw new GraphException($"Expand: {value} does not broadcast to {target}.");
        }

        if (target.Equals(value.Shape))
        {
            return value;
        }

        // The engine broadcasts both ways, so an axis that stays may be given as 1.
        int outer = target.Rank - value.Rank;
        var operand = target.Select((dim, i) => i >= outer && value.Shape[i - outer] == dim ? Dim.One : dim);
        return graph.Node(nameof(Expand), [value, graph.ShapeOperand(new Shape(operand))], value.DType, target);
    }

    /// <summary>Repeats the whole tensor along an axis.</summary>
    public static Value Tile(this Value value, int axis, Dim times)
    {
        var graph = value.Graph;
        int normal = value.Shape.Axis(axis);
        var count = graph.Resolve(times);
        var repeats = new Shape(value.Shape.Select((_, i) => i == normal ? count : Dim.One));
        return graph.Node(
            nameof(Tile),
            [value, graph.ShapeOperand(repeats)],
            value.DType,
            value.Shape.With(normal, value.Shape[normal] * count));
    }

    /// <summary>The whole numbers 0 … limit − 1 as a 64-bit vector.</summary>
    public static Value Range(this GraphBuilder graph, Dim limit)
    {
        var count = graph.Resolve(limit);
        if (count.IsKnown)
        {
            return graph.Constant([.. Enumerable.Range(0, (int)count.Value).Select(i => (long)i)], count.Value);
        }

        var end = graph.SizeOf(count).Squeeze(0);
        var (zero, one) = (graph.Scalar(DType.Int64, 0), graph.Scalar(DType.Int64, 1));
        return graph.Node(nameof(Range), [zero, end, one], DType.Int64, new Shape([count]));
    }

    /// <summary>A shape as a vector of 64-bit integers.</summary>
    internal static Value ShapeOperand(this GraphBuilder graph, Shape shape)
    {
        if (shape.IsKnown)
        {
            return graph.Constant(shape.Sizes.AsSpan(), shape.Rank);
        }

        return graph.Concat(0, [.. shape.Select(graph.SizeOf)]);
    }

    // A size that stays in place is 0 ("copy"), one other unknown size may be −1; more must be computed.
    private static Value ReshapeTarget(Value value, Shape target)
    {
        var sizes = new long[target.Rank];
        int inferred = 0;
        for (int i = 0; i < target.Rank; i++)
        {
            bool stays = i < value.Rank && value.Shape[i] == target[i];
            sizes[i] = target[i].IsKnown ? target[i].Value : stays ? 0 : -1;
            inferred += sizes[i] == -1 ? 1 : 0;
        }

        return inferred <= 1 ? value.Graph.Constant(sizes, sizes.Length) : value.Graph.ShapeOperand(target);
    }
}
