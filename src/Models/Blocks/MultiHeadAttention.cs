using Tollama.Onnx.Graph;

namespace Tollama.Models.Blocks;

/// <summary>
/// Scaled dot-product attention over several heads (Vaswani et al. 2017, eq. 1), as one fused operation.
/// </summary>
internal static class MultiHeadAttention
{
    /// <summary>
    /// Added to the scores of masked keys. Finite, so that a row whose keys are all masked gets equal weights and not
    /// NaN.
    /// </summary>
    public const float Masked = float.MinValue;

    /// <summary>softmax(q·kᵀ·scale + bias)·v for each head.</summary>
    /// <param name="query"><c>(rows, queries, heads·width)</c>.</param>
    /// <param name="key"><c>(rows, keys, heads·width)</c>.</param>
    /// <param name="value"><c>(rows, keys, heads·width)</c>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="keyMask">
    /// <c>(rows, keys)</c>, 32-bit: 1 where a key may be looked at, 0 where not; null for all.
    /// </param>
    /// <param name="bias"><c>(1 or rows, 1 or heads, queries, keys)</c>, added to the scores; null for none.</param>
    /// <returns><c>(rows, queries, heads·width)</c>.</returns>
    public static Value Apply(
        Value query, Value key, Value value, int heads, float scale, Value? keyMask = null, Value? bias = null)
    {
        bool fits = query.Rank == 3 && key.Shape.Equals(value.Shape)
            && query.Shape.With(1, key.Dim(1)).Equals(key.Shape)
            && (keyMask is null || keyMask.Shape.Equals(key.Shape.Slice(0, 2)));
        if (!fits)
        {
            throw new GraphException($"Attention: {query}, {key}, {value} and the mask {keyMask} do not fit.");
        }

        return query.Graph.Node(
            "com.microsoft:MultiHeadAttention",
            [query, key, value, null, keyMask, bias],
            query.DType,
            query.Shape,
            NodeAttribute.Of("num_heads", heads),
            NodeAttribute.Of("scale", scale),
            NodeAttribute.Of("mask_filter_value", Masked));
    }
}
