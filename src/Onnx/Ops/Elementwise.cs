using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>
/// Operations on each element, with numpy's broadcasting. The arithmetic signs are operators of <see cref="Value"/>.
/// </summary>
public static class Elementwise
{
    /// <summary>The greater of two, broadcast.</summary>
    public static Value Max(this Value left, Value right) => Binary(nameof(Max), left, right);

    /// <summary>The greater of an element and a number.</summary>
    public static Value Max(this Value value, double number) => value.Max(value.Graph.ScalarLike(value, number));

    /// <summary>The lesser of two, broadcast.</summary>
    public static Value Min(this Value left, Value right) => Binary(nameof(Min), left, right);

    /// <summary>The lesser of an element and a number.</summary>
    public static Value Min(this Value value, double number) => value.Min(value.Graph.ScalarLike(value, number));

    /// <summary>A power, broadcast.</summary>
    public static Value Pow(this Value value, Value exponent) => Binary(nameof(Pow), value, exponent);

    /// <summary>A constant power.</summary>
    public static Value Pow(this Value value, double exponent) => value.Pow(value.Graph.ScalarLike(value, exponent));

    /// <summary>x².</summary>
    public static Value Square(this Value value) => value * value;

    /// <summary>Remainder of integers with the sign of the divisor.</summary>
    public static Value Mod(this Value value, Value divisor) => Binary(nameof(Mod), value, divisor);

    /// <summary>√x.</summary>
    public static Value Sqrt(this Value value) => Unary(nameof(Sqrt), value);

    /// <summary>eˣ.</summary>
    public static Value Exp(this Value value) => Unary(nameof(Exp), value);

    /// <summary>ln x.</summary>
    public static Value Log(this Value value) => Unary(nameof(Log), value);

    /// <summary>|x|.</summary>
    public static Value Abs(this Value value) => Unary(nameof(Abs), value);

    /// <summary>1/x.</summary>
    public static Value Reciprocal(this Value value) => Unary(nameof(Reciprocal), value);

    /// <summary>sin x.</summary>
    public static Value Sin(this Value value) => Unary(nameof(Sin), value);

    /// <summary>cos x.</summary>
    public static Value Cos(this Value value) => Unary(nameof(Cos), value);

    /// <summary>sinh x.</summary>
    public static Value Sinh(this Value value) => Unary(nameof(Sinh), value);

    /// <summary>arsinh x.</summary>
    public static Value Asinh(this Value value) => Unary(nameof(Asinh), value);

    /// <summary>The error function.</summary>
    public static Value Erf(this Value value) => Unary(nameof(Erf), value);

    /// <summary>⌊x⌋.</summary>
    public static Value Floor(this Value value) => Unary(nameof(Floor), value);

    /// <summary>⌈x⌉.</summary>
    public static Value Ceil(this Value value) => Unary(nameof(Ceil), value);

    /// <summary>Nearest whole number, halves to even.</summary>
    public static Value Round(this Value value) => Unary(nameof(Round), value);

    /// <summary>−1, 0 or 1.</summary>
    public static Value Sign(this Value value) => Unary(nameof(Sign), value);

    /// <summary>Keeps elements between two numbers.</summary>
    public static Value Clip(this Value value, double low, double high) => value.Graph.Node(
        nameof(Clip),
        [value, value.Graph.ScalarLike(value, low), value.Graph.ScalarLike(value, high)],
        value.DType,
        value.Shape);

    /// <summary>Converts to another element type; the value itself when it has it already.</summary>
    public static Value Cast(this Value value, DType dtype) => value.DType == dtype
        ? value
        : value.Graph.Node(nameof(Cast), [value], dtype, value.Shape, NodeAttribute.Of("to", (long)dtype));

    /// <summary>An operation on each element that keeps type and shape.</summary>
    internal static Value Unary(string op, Value value, params ReadOnlySpan<NodeAttribute> attributes) =>
        WithColumns(
            value.Graph.Node(op, [value], value.DType, value.Shape, attributes),
            value.Columns is { } columns
                ? value.Graph.Node(op, [columns], columns.DType, columns.Shape, attributes)
                : null);

    /// <summary>An operation on pairs of elements of one type.</summary>
    internal static Value Binary(string op, Value left, Value right, DType? result = null)
    {
        if (left.DType != right.DType)
        {
            throw new GraphException($"{op}: {left} and {right} have different element types.");
        }

        var shape = Shape.Broadcast(left.Shape, right.Shape)
            ?? throw new GraphException($"{op}: {left} and {right} do not broadcast.");
        return WithColumns(
            left.Graph.Node(op, [left, right], result ?? left.DType, shape),
            ColumnsOf(left, shape) is { } first && ColumnsOf(right, shape) is { } second
                && (left.Columns is not null || right.Columns is not null)
                ? left.Graph.Node(op, [first, second], result ?? left.DType, (left.Columns ?? right.Columns)!.Shape)
                : null);
    }

    /// <summary>
    /// What stands for an operand where a result of that shape is made features first; null if nothing does.
    /// </summary>
    private static Value? ColumnsOf(Value operand, Shape shape) =>
        operand.Rank == 0 ? operand : operand.Shape.Equals(shape) ? operand.Columns : null;

    private static Value WithColumns(Value value, Value? columns)
    {
        value.Columns = columns;
        return value;
    }
}
