using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.Sundial;

/// <summary>Checkpoints of Sundial that can be generated.</summary>
internal static class SundialTemplates
{
    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make(CheckpointSize.Published, width: 768, hidden: 3072, layers: 12, heads: 12),
        Make(CheckpointSize.Tiny, width: 32, hidden: 56, layers: 2, heads: 4),
    ];

    private static CheckpointTemplate Make(CheckpointSize size, int width, int hidden, int layers, int heads) => new()
    {
        Name = "sundial-base-128m",
        Size = size,
        Config = new JsonObject
        {
            ["architectures"] = new JsonArray("SundialForPrediction"),
            ["diffusion_batch_mul"] = 4,
            ["dropout_rate"] = 0.1,
            ["flow_loss_depth"] = 3,
            ["hidden_act"] = "silu",
            ["hidden_size"] = width,
            ["initializer_range"] = 0.02,
            ["input_token_len"] = 16,
            ["intermediate_size"] = hidden,
            ["max_position_embeddings"] = 10000,
            ["model_type"] = "sundial",
            ["num_attention_heads"] = heads,
            ["num_hidden_layers"] = layers,
            ["num_sampling_steps"] = 50,
            ["output_token_lens"] = new JsonArray(720),
            ["rope_theta"] = 10000,
            ["torch_dtype"] = "float32",
            ["use_cache"] = true,
        }.ToJsonString(CheckpointTemplate.ConfigFormat),
    };
}
