using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>Activation functions and normalisations.</summary>
public static class Activations
{
    /// <summary>max(0, x).</summary>
    public static Value Relu(this Value value) => Elementwise.Unary(nameof(Relu), value);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Value Sigmoid(this Value value) => Elementwise.Unary(nameof(Sigmoid), value);

    /// <summary>tanh x.</summary>
    public static Value Tanh(this Value value) => Elementwise.Unary(nameof(Tanh), value);

    /// <summary>ln(1 + eˣ), stable for large x.</summary>
    public static Value Softplus(this Value value) => Elementwise.Unary(nameof(Softplus), value);

    /// <summary>x·σ(x) (Elfwing et al. 2018), also called swish; one fused operation of the engine.</summary>
    public static Value Silu(this Value value) =>
        Elementwise.Unary("com.microsoft:QuickGelu", value, NodeAttribute.Of("alpha", 1f));

    /// <summary>x·Φ(x) (Hendrycks &amp; Gimpel 2016), by the error function.</summary>
    public static Value Gelu(this Value value) =>
        Elementwise.Unary(nameof(Gelu), value, NodeAttribute.Of("approximate", "none"));

    /// <summary>The tanh approximation of GELU.</summary>
    public static Value GeluTanh(this Value value) =>
        Elementwise.Unary(nameof(Gelu), value, NodeAttribute.Of("approximate", "tanh"));

    /// <summary>eˣ / Σeˣ along an axis, with the maximum taken out first.</summary>
    public static Value Softmax(this Value value, int axis = -1) =>
        value.Graph.Node(
            nameof(Softmax), [value], value.DType, value.Shape, NodeAttribute.Of("axis", value.Shape.Axis(axis)));

    /// <summary>(x − mean) / √(variance + ε) · weight + bias over the last axis (Ba et al. 2016).</summary>
    public static Value LayerNorm(this Value value, Value weight, Value? bias, float epsilon)
    {
        RequireLast(nameof(LayerNorm), value, weight);
        return value.Graph.Node(
            "LayerNormalization",
            bias is null ? [value, weight] : [value, weight, bias],
            value.DType,
            value.Shape,
            NodeAttribute.Of("axis", -1),
            NodeAttribute.Of("epsilon", epsilon));
    }

    /// <summary>
    /// x / √(mean x² + ε) · weight over the last axis (Zhang &amp; Sennrich 2019); one fused operation.
    /// </summary>
    public static Value RmsNorm(this Value value, Value weight, float epsilon)
    {
        RequireLast(nameof(RmsNorm), value, weight);
        return value.Graph.Node(
            "SimplifiedLayerNormalization",
            [value, weight],
            value.DType,
            value.Shape,
            NodeAttribute.Of("axis", -1),
            NodeAttribute.Of("epsilon", epsilon),
            NodeAttribute.Of("stash_type", 1));
    }

    private static void RequireLast(string op, Value value, Value weight)
    {
        if (weight.Rank != 1 || weight.Dim(0) != value.Dim(-1))
        {
            throw new GraphException($"{op}: {weight} does not fit the last axis of {value}.");
        }
    }
}
