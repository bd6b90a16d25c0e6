using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.Chronos2;

/// <summary>Checkpoints of Chronos-2 that can be generated.</summary>
internal static class Chronos2Templates
{
    private static readonly double[] TwentyOne =
        [0.01, .. Enumerable.Range(1, 19).Select(i => Math.Round(0.05 * i, 2)), 0.99];

    private static readonly double[] Thirteen = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make("chronos2", CheckpointSize.Published, TwentyOne, model: 768, hidden: 3072, heads: 12, layers: 12),
        Make("chronos2-small", CheckpointSize.Published, Thirteen, model: 512, hidden: 2048, heads: 8, layers: 6),
        Make("chronos2", CheckpointSize.Tiny, TwentyOne, model: 32, hidden: 64, heads: 2, layers: 2),
    ];

    private static CheckpointTemplate Make(
        string name, CheckpointSize size, double[] quantiles, int model, int hidden, int heads, int layers) => new()
        {
            Name = name,
            Size = size,
            Config = new JsonObject
            {
                ["architectures"] = new JsonArray("Chronos2Model"),
                ["chronos_config"] = new JsonObject
                {
                    ["context_length"] = 8192,
                    ["input_patch_size"] = 16,
                    ["input_patch_stride"] = 16,
                    ["max_output_patches"] = 64,
                    ["output_patch_size"] = 16,
                    ["quantiles"] = new JsonArray([.. quantiles.Select(level => JsonValue.Create(level))]),
                    ["time_encoding_scale"] = 8192,
                    ["use_arcsinh"] = true,
                    ["use_reg_token"] = true,
                },
                ["chronos_pipeline_class"] = "Chronos2Pipeline",
                ["d_ff"] = hidden,
                ["d_kv"] = 64,
                ["d_model"] = model,
                ["dense_act_fn"] = "relu",
                ["feed_forward_proj"] = "relu",
                ["is_gated_act"] = false,
                ["layer_norm_epsilon"] = 1e-6,
                ["model_type"] = "t5",
                ["num_heads"] = heads,
                ["num_layers"] = layers,
                ["pad_token_id"] = 0,
                ["reg_token_id"] = 1,
                ["rope_theta"] = 10000.0,
                ["torch_dtype"] = "float32",
                ["vocab_size"] = 2,
            }.ToJsonString(CheckpointTemplate.ConfigFormat),
        };
}
