using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.Moirai;

/// <summary>Checkpoints of Moirai 2 that can be generated.</summary>
internal static class MoiraiTemplates
{
    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make(CheckpointSize.Published, width: 384, hidden: 1024, layers: 6),
        Make(CheckpointSize.Tiny, width: 64, hidden: 56, layers: 2),
    ];

    private static CheckpointTemplate Make(CheckpointSize size, int width, int hidden, int layers) => new()
    {
        Name = "moirai-2.0-R-small",
        Size = size,
        Config = new JsonObject
        {
            ["attn_dropout_p"] = 0.0,
            ["d_ff"] = hidden,
            ["d_model"] = width,
            ["dropout_p"] = 0.0,
            ["max_seq_len"] = 512,
            ["num_layers"] = layers,
            ["num_predict_token"] = 4,
            ["patch_size"] = 16,
            ["quantile_levels"] = new JsonArray(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
            ["scaling"] = true,
        }.ToJsonString(CheckpointTemplate.ConfigFormat),
    };
}
