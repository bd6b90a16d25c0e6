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
    /// A linear layer as checkpoints store it, x·Wᵀ + b over the last axis, in both forms of
    /// <see cref="ProductForm"/>; which one is meant is chosen when the graph is finished, and what the other needed is
    /// dropped. Weights first, a layer that reads another's result takes it with the features first too
    /// (<see cref="Value.Columns"/>), elementwise operations between them or not.
    /// </summary>
    /// <param name="value">(…, in).</param>
    /// <param name="weight">(out, in).</param>
    /// <param name="bias">(out) or (out, 1), or null.</param>
    /// <returns>(…, out).</returns>
    public static Value Linear(this Value value, Value weight, Value? bias = null)
    {
        var outer = value.Shape.Slice(0, value.Rank - 1);
        var columns = value.Columns is { } given
            ? weight.MatMul(given)
            : weight.MatMulTransposed(value.Reshape([outer.Size, value.Dim(-1)]));
        columns = bias is null ? columns : columns + (bias.Rank == 1 ? bias.Unsqueeze(1) : bias);
        var turned = columns.TransposeLast().Reshape([.. outer.Append(new Shape([weight.Dim(0)]))]);
        var product = value.MatMulTransposed(weight);
        product = bias is null ? product : product + bias.Reshape(weight.Dim(0));
        var result = value.Graph.Node(
            Passes.ProductChoice.Operator, [turned, product], product.DType, product.Shape);
        result.Columns = columns;
        return result;
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
