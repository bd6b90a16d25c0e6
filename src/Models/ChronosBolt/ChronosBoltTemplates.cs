using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>Checkpoints of Chronos-Bolt that can be generated.</summary>
internal static class ChronosBoltTemplates
{
    private const int HeadWidth = 64;
    private const int Buckets = 32;

    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make("chronos-bolt-base", CheckpointSize.Published, model: 768, hidden: 3072, heads: 12, layers: 12),
        Make("chronos-bolt-small", CheckpointSize.Published, model: 512, hidden: 2048, heads: 8, layers: 6),
        Make("chronos-bolt-mini", CheckpointSize.Published, model: 384, hidden: 1536, heads: 8, layers: 4),
        Make("chronos-bolt-tiny", CheckpointSize.Published, model: 256, hidden: 1024, heads: 4, layers: 4),
        Make("chronos-bolt", CheckpointSize.Tiny, model: 32, hidden: 64, heads: 2, layers: 2),
    ];

    private static CheckpointTemplate Make(
        string name, CheckpointSize size, int model, int hidden, int heads, int layers) => new()
        {
            Name = name,
            Size = size,
            Config = new JsonObject
            {
                ["architectures"] = new JsonArray("ChronosBoltModelForForecasting"),
                ["chronos_config"] = new JsonObject
                {
                    ["context_length"] = 2048,
                    ["input_patch_size"] = 16,
                    ["input_patch_stride"] = 16,
                    ["prediction_length"] = 64,
                    ["quantiles"] = new JsonArray(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
                    ["use_reg_token"] = true,
                },
                ["chronos_pipeline_class"] = "ChronosBoltPipeline",
                ["d_ff"] = hidden,
                ["d_kv"] = HeadWidth,
                ["d_model"] = model,
                ["decoder_start_token_id"] = 0,
                ["dense_act_fn"] = "relu",
                ["feed_forward_proj"] = "relu",
                ["is_encoder_decoder"] = true,
                ["is_gated_act"] = false,
                ["layer_norm_epsilon"] = 1e-6,
                ["model_type"] = "t5",
                ["num_decoder_layers"] = layers,
                ["num_heads"] = heads,
                ["num_layers"] = layers,
                ["pad_token_id"] = 0,
                ["reg_token_id"] = 1,
                ["relative_attention_max_distance"] = 128,
                ["relative_attention_num_buckets"] = Buckets,
                ["torch_dtype"] = "float32",
                ["vocab_size"] = 2,
            }.ToJsonString(CheckpointTemplate.ConfigFormat),
            Tensors = [.. Unread(model, heads, layers)],
        };

    /// <summary>
    /// The decoder's self-attention sees one token: its queries, keys and position bias have no effect.
    /// </summary>
    private static IEnumerable<TensorSpec> Unread(int model, int heads, int layers)
    {
        const string First = "decoder.block.0.layer.0.SelfAttention";
        yield return TensorSpec.Float32($"{First}.relative_attention_bias.weight", Buckets, heads);
        for (int j = 0; j < layers; j++)
        {
            yield return TensorSpec.Float32(
                $"decoder.block.{j}.layer.0.SelfAttention.q.weight",
                heads * HeadWidth,
                model);
            yield return TensorSpec.Float32(
                $"decoder.block.{j}.layer.0.SelfAttention.k.weight",
                heads * HeadWidth,
                model);
        }
    }
}
