using Tollama.Core.Errors;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>
/// Where a checkpoint keeps what: the authors' own names, fused or not, and those of the port in <c>transformers</c>
/// (models/timesfm-2.5 §3).
/// </summary>
internal sealed record TimesFmNames
{
    /// <summary>Prefix of the tokenizer's residual block.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Name of a residual block's first layer.</summary>
    public required string Hidden { get; init; }

    /// <summary>Prefix of the point head.</summary>
    public string PointHead { get; } = "output_projection_point";

    /// <summary>Prefix of the quantile head.</summary>
    public string QuantileHead { get; } = "output_projection_quantiles";

    /// <summary>Names of one layer.</summary>
    public required Func<int, TimesFmLayerNames> Layer { get; init; }

    /// <summary>Finds out which names a checkpoint uses.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: none of them.</exception>
    public static TimesFmNames Detect(SafetensorsCheckpoint checkpoint)
    {
        if (checkpoint.TryGet("tokenizer.hidden_layer.weight", out _))
        {
            bool isFused = checkpoint.TryGet("stacked_xf.0.attn.qkv_proj.weight", out _);
            return new TimesFmNames
            {
                Tokenizer = "tokenizer",
                Hidden = "hidden_layer",
                Layer = i => Native(i, isFused),
            };
        }

        return checkpoint.TryGet("model.input_ff_layer.input_layer.weight", out _)
            ? new TimesFmNames { Tokenizer = "model.input_ff_layer", Hidden = "input_layer", Layer = Ported }
            : throw new TollamaException(
                ErrorCode.ModelUnsupported,
                "The checkpoint has neither 'tokenizer.hidden_layer.weight' nor "
                    + "'model.input_ff_layer.input_layer.weight'; "
                + "it is no TimesFM 2.5.");
    }

    private static TimesFmLayerNames Native(int index, bool isFused)
    {
        string layer = $"stacked_xf.{index}";
        return new TimesFmLayerNames
        {
            PreAttention = $"{layer}.pre_attn_ln.scale",
            PostAttention = $"{layer}.post_attn_ln.scale",
            PreFeedForward = $"{layer}.pre_ff_ln.scale",
            PostFeedForward = $"{layer}.post_ff_ln.scale",
            Fused = isFused ? $"{layer}.attn.qkv_proj.weight" : null,
            Separate = [$"{layer}.attn.query.weight", $"{layer}.attn.key.weight", $"{layer}.attn.value.weight"],
            Output = $"{layer}.attn.out.weight",
            QueryNorm = $"{layer}.attn.query_ln.scale",
            KeyNorm = $"{layer}.attn.key_ln.scale",
            QueryScale = $"{layer}.attn.per_dim_scale.per_dim_scale",
            FeedForwardIn = $"{layer}.ff0.weight",
            FeedForwardOut = $"{layer}.ff1.weight",
        };
    }

    private static TimesFmLayerNames Ported(int index)
    {
        string layer = $"model.layers.{index}";
        return new TimesFmLayerNames
        {
            PreAttention = $"{layer}.input_layernorm.weight",
            PostAttention = $"{layer}.post_attention_layernorm.weight",
            PreFeedForward = $"{layer}.pre_feedforward_layernorm.weight",
            PostFeedForward = $"{layer}.post_feedforward_layernorm.weight",
            Fused = null,
            Separate =
            [
                $"{layer}.self_attn.q_proj.weight",
                $"{layer}.self_attn.k_proj.weight",
                $"{layer}.self_attn.v_proj.weight",
            ],
            Output = $"{layer}.self_attn.o_proj.weight",
            QueryNorm = $"{layer}.self_attn.q_norm.weight",
            KeyNorm = $"{layer}.self_attn.k_norm.weight",
            QueryScale = $"{layer}.self_attn.scaling",
            FeedForwardIn = $"{layer}.mlp.ff0.weight",
            FeedForwardOut = $"{layer}.mlp.ff1.weight",
        };
    }
}
