using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>Evaluates operations on constants, bit for bit as the engine does.</summary>
internal static class ConstantArithmetic
{
    /// <summary>The result of a node, under the name of its output; null where it is none of ours.</summary>
    public static ConstantSpec? Evaluate(NodeSpec node, ReadOnlySpan<ConstantSpec> operands) =>
        (node.Operator, operands.Length) switch
        {
            ("Add" or "Sub" or "Mul" or "Div", 2) => Binary(node, operands[0], operands[1]),
            ("Neg" or "Sqrt", 1) => Unary(node, operands[0]),
            ("Cast", 1) => Cast(node, operands[0]),
            ("Reshape", 2) => Reshape(node, operands[0], operands[1].As<long>()),
            ("Unsqueeze", 2) => Unsqueeze(node, operands[0], operands[1].As<long>()),
            ("Squeeze", 2) => Squeeze(node, operands[0], operands[1].As<long>()),
            ("Concat", > 0) => Concat(node, operands),
            _ => null,
        };

    private static ConstantSpec? Binary(NodeSpec node, ConstantSpec left, ConstantSpec right) => left.DType switch
    {
        DType.Float32 => Pairwise(node, left, right, Operation<float>(node.Operator)),
        DType.Int64 when node.Operator != "Div" || !right.As<long>().Contains(0) =>
            Pairwise(node, left, right, Operation<long>(node.Operator)),
        _ => null,
    };

    private static Func<T, T, T> Operation<T>(string name)
        where T : INumber<T> => name switch
        {
            "Add" => (a, b) => a + b,
            "Sub" => (a, b) => a - b,
            "Mul" => (a, b) => a * b,
            _ => (a, b) => a / b,
        };

    private static ConstantSpec? Pairwise<T>(
        NodeSpec node,
        ConstantSpec left,
        ConstantSpec right,
        Func<T, T, T> operation)
        where T : unmanaged
    {
        if (Shape.Broadcast(left.Shape, right.Shape) is not { } shape)
        {
            return null;
        }

        var dims = shape.Sizes;
        var result = new T[dims.Aggregate(1L, (product, size) => product * size)];
        long[] place = new long[dims.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = operation(left.As<T>()[Offset(left, place)], right.As<T>()[Offset(right, place)]);
            Advance(place, dims);
        }

        return Make(node, left.DType, dims, result);
    }

    // Offset of a place of the broadcast shape in an operand, whose axes are aligned at the last one.
    private static int Offset(ConstantSpec operand, long[] place)
    {
        long offset = 0;
        int missing = place.Length - operand.Dims.Length;
        for (int axis = 0; axis < operand.Dims.Length; axis++)
        {
            offset = (offset * operand.Dims[axis]) + (operand.Dims[axis] == 1 ? 0 : place[axis + missing]);
        }

        return (int)offset;
    }

    private static void Advance(long[] place, ImmutableArray<long> dims)
    {
        for (int axis = place.Length - 1; axis >= 0; axis--)
        {
            place[axis]++;
            if (place[axis] < dims[axis])
            {
                return;
            }

            place[axis] = 0;
        }
    }

    private static ConstantSpec? Unary(NodeSpec node, ConstantSpec operand) => (node.Operator, operand.DType) switch
    {
        ("Neg", DType.Float32) => Map<float, float>(node, operand, DType.Float32, value => -value),
        ("Neg", DType.Int64) => Map<long, long>(node, operand, DType.Int64, value => -value),
        ("Sqrt", DType.Float32) => Map<float, float>(node, operand, DType.Float32, MathF.Sqrt),
        _ => null,
    };

    private static ConstantSpec? Cast(NodeSpec node, ConstantSpec operand)
    {
        var target = (DType)node.Attributes[0].Integers[0];
        return (operand.DType, target) switch
        {
            (DType.Int64, DType.Float32) => Map<long, float>(node, operand, target, value => value),
            (DType.Int64, DType.Int32) => Map<long, int>(node, operand, target, value => (int)value),
            (DType.Int32, DType.Int64) => Map<int, long>(node, operand, target, value => value),
            _ => null,
        };
    }

    private static ConstantSpec Map<TFrom, TTo>(
        NodeSpec node, ConstantSpec operand, DType target, Func<TFrom, TTo> function)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var result = new TTo[operand.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = function(operand.As<TFrom>()[i]);
        }

        return Make(node, target, operand.Dims, result);
    }

    private static ConstantSpec? Reshape(NodeSpec node, ConstantSpec operand, ReadOnlySpan<long> target)
    {
        long[] dims = target.ToArray();
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = dims[i] == 0 && i < operand.Dims.Length ? operand.Dims[i] : dims[i];
        }

        int inferred = Array.IndexOf(dims, -1);
        long known = dims.Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
        if (inferred >= 0 && known > 0)
        {
            dims[inferred] = operand.Count / known;
        }

        return dims.Aggregate(1L, (product, size) => product * size) == operand.Count
            ? operand with { Name = node.Outputs[0], Dims = [.. dims] }
            : null;
    }

    private static ConstantSpec Unsqueeze(NodeSpec node, ConstantSpec operand, ReadOnlySpan<long> axes)
    {
        int rank = operand.Dims.Length + axes.Length;
        var dims = operand.Dims;
        foreach (long axis in axes.ToArray().Select(axis => axis < 0 ? axis + rank : axis).Order())
        {
            dims = dims.Insert((int)axis, 1);
        }

        return operand with { Name = node.Outputs[0], Dims = dims };
    }

    private static ConstantSpec Squeeze(NodeSpec node, ConstantSpec operand, ReadOnlySpan<long> axes)
    {
        int rank = operand.Dims.Length;
        var dropped = axes.ToArray().Select(axis => (int)(axis < 0 ? axis + rank : axis)).ToHashSet();
        return operand with
        {
            Name = node.Outputs[0],
            Dims = [.. operand.Dims.Where((_, axis) => !dropped.Contains(axis))],
        };
    }

    // Vectors only: shapes and indices.
    private static ConstantSpec? Concat(NodeSpec node, ReadOnlySpan<ConstantSpec> operands)
    {
        var data = new List<byte>();
        foreach (var operand in operands)
        {
            if (operand.Dims.Length != 1 || operand.DType != operands[0].DType)
            {
                return null;
            }

            data.AddRange(operand.Data.Span);
        }

        var type = operands[0].DType;
        return new ConstantSpec(node.Outputs[0], type, [data.Count / type.ByteSize()], data.ToArray());
    }

    private static ConstantSpec Make<T>(NodeSpec node, DType type, ImmutableArray<long> dims, T[] elements)
        where T : unmanaged =>
        new(node.Outputs[0], type, dims, MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
}
