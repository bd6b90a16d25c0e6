using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>Matrix products.</summary>
public static class Products
{
    /// <summary>Product over the last axis of one and the last but one of the other; outer axes broadcast.</summary>
    public static Value MatMul(this Value left, Value right) =>
        left.Graph.Node(
            nameof(MatMul),
            [left, right],
            left.DType,
            ProductShape(nameof(MatMul), left, right.Shape, right));

    /// <summary>
    /// Product with the transpose: (…, m, k) × (…, n, k) → (…, m, n), times a factor. One fused operation, so that
    /// neither the transpose nor the factor costs a pass over memory.
    /// </summary>
    public static Value MatMulTransposed(this Value left, Value right, float factor = 1)
    {
        var transposed = right.Shape.With(-1, right.Dim(-2)).With(-2, right.Dim(-1));
        return left.Graph.Node(
            "com.microsoft:FusedMatMul",
            [left, right],
            left.DType,
            ProductShape(nameof(MatMulTransposed), left, transposed, right),
            NodeAttribute.Of("transB", true),
            NodeAttribute.Of("alpha", factor));
    }

    /// <summary>
    /// A linear layer as checkpoints store it: x·Wᵀ + b over the last axis. The fused product lets the engine pack the
    /// weights straight from the file; a transpose would be folded into a second copy of them first.
    /// </summary>
    /// <param name="value">(…, in).</param>
    /// <param name="weight">(out, in).</param>
    /// <param name="bias">(out), or null.</param>
    /// <returns>(…, out).</returns>
    public static Value Linear(this Value value, Value weight, Value? bias = null)
    {
        var product = value.MatMulTransposed(weight);
        return bias is null ? product : product + bias;
    }

    private static Shape ProductShape(string op, Value left, Shape rightShape, Value right)
    {
        bool fits =
            left.Rank >= 2 && rightShape.Rank >= 2 && left.DType == right.DType && left.Dim(-1) == rightShape[^2];
        var outer = fits
            ? Shape.Broadcast(left.Shape.Slice(0, left.Rank - 2), rightShape.Slice(0, rightShape.Rank - 2))
            : null;
        return outer?.Append(new Shape([left.Dim(-2), rightShape[^1]]))
            ?? throw new GraphException($"{op}: {left} and {right} cannot be multiplied.");
    }
}
