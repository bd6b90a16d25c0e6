using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>The checkpoint's tensors as typed fields of the graph; each is checked against its shape.</summary>
internal sealed class TimesFmWeights(GraphBuilder graph, SafetensorsCheckpoint checkpoint, TimesFmConfig config)
{
    private const double Log2OfE = 1.442695041;

    /// <summary>Input block, <c>(2·patch → width)</c>, with biases.</summary>
    public TimesFmResidual Tokenizer() => Residual(config.Names.Tokenizer, 2L * config.Patch, config.Width);

    /// <summary>Point head, <c>(width → output_patch · channels)</c>.</summary>
    public TimesFmResidual PointHead() =>
        Residual(config.Names.PointHead, config.Width, (long)config.OutputPatch * config.Channels);

    /// <summary>Quantile head, <c>(width → quantile_horizon · channels)</c>.</summary>
    public TimesFmResidual QuantileHead() =>
        Residual(config.Names.QuantileHead, config.Width, (long)config.QuantileHorizon * config.Channels);

    /// <summary>One transformer layer.</summary>
    public TimesFmLayer Layer(int index)
    {
        var names = config.Names.Layer(index);
        long width = config.Width;
        long hidden = checkpoint.Get(names.FeedForwardIn).Shape[0];
        return new TimesFmLayer
        {
            PreAttention = Tensor(names.PreAttention, width),
            PostAttention = Tensor(names.PostAttention, width),
            PreFeedForward = Tensor(names.PreFeedForward, width),
            PostFeedForward = Tensor(names.PostFeedForward, width),
            Fused = names.Fused is null ? null : Tensor(names.Fused, 3 * width, width),
            Separate = names.Fused is null ? [.. names.Separate.Select(name => Tensor(name, width, width))] : [],
            Output = Tensor(names.Output, width, width),
            QueryNorm = ScaledQueryNorm(names),
            KeyNorm = Tensor(names.KeyNorm, config.HeadDim),
            FeedForwardIn = Tensor(names.FeedForwardIn, hidden, width),
            FeedForwardOut = Tensor(names.FeedForwardOut, width, hidden),
        };
    }

    /// <summary>
    /// The query's norm and its per-dimension scale are multipliers back to back, so they are one:
    /// <c>query_ln · softplus(per_dim_scale) · log2(e) / √head_dim</c> (models/timesfm-2.5 §4.2 step 5).
    /// </summary>
    private Value ScaledQueryNorm(TimesFmLayerNames names)
    {
        float[] norm = checkpoint.Get(names.QueryNorm, config.HeadDim).ToFloats();
        float[] scale = checkpoint.Get(names.QueryScale, config.HeadDim).ToFloats();
        double factor = Log2OfE / Math.Sqrt(config.HeadDim);
        for (int i = 0; i < norm.Length; i++)
        {
            norm[i] = (float)(norm[i] * factor * Softplus(scale[i]));
        }

        return graph.Constant(norm, norm.Length);
    }

    private static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    private TimesFmResidual Residual(string prefix, long inputs, long outputs)
    {
        string hiddenName = $"{prefix}.{config.Names.Hidden}";
        long hidden = checkpoint.Get($"{hiddenName}.weight").Shape[0];
        return new TimesFmResidual
        {
            Hidden = Tensor($"{hiddenName}.weight", hidden, inputs),
            HiddenBias = Bias($"{hiddenName}.bias", hidden),
            Output = Tensor($"{prefix}.output_layer.weight", outputs, hidden),
            OutputBias = Bias($"{prefix}.output_layer.bias", outputs),
            Skip = Tensor($"{prefix}.residual_layer.weight", outputs, inputs),
            SkipBias = Bias($"{prefix}.residual_layer.bias", outputs),
        };
    }

    private Value? Bias(string name, long size) =>
        checkpoint.TryGet(name, out _) ? graph.Weight(checkpoint.Get(name, size), size, 1) : null;

    private Value Tensor(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = checkpoint.Get(name, shape);
        return graph.Weight(new Weight(
            tensor.Name, tensor.DType, tensor.Shape, tensor.FilePath, tensor.Offset, tensor.ByteLength));
    }
}
