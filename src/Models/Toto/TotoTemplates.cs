using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.Toto;

/// <summary>Checkpoints of Toto that can be generated.</summary>
internal static class TotoTemplates
{
    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make(CheckpointSize.Published, width: 768, hidden: 3072, layers: 12, heads: 12, components: 24),
        Make(CheckpointSize.Tiny, width: 24, hidden: 40, layers: 4, heads: 3, components: 3),
    ];

    private static CheckpointTemplate Make(
        CheckpointSize size, int width, int hidden, int layers, int heads, int components) => new()
        {
            Name = "toto-open-base-1.0",
            Size = size,
            Config = new JsonObject
            {
                ["dropout"] = 0.1,
                ["embed_dim"] = width,
                ["mlp_hidden_dim"] = hidden,
                ["num_heads"] = heads,
                ["num_layers"] = layers,
                ["output_distribution_classes"] = new JsonArray(
                    "<class 'model.distribution.MixtureOfStudentTsOutput'>"),
                ["output_distribution_kwargs"] = new JsonObject { ["k_components"] = components },
                ["patch_size"] = 64,
                ["scale_factor_exponent"] = 10.0,
                ["scaler_cls"] = "<class 'model.scaler.CausalPatchStdMeanScaler'>",
                ["spacewise_every_n_layers"] = layers,
                ["spacewise_first"] = false,
                ["stabilize_with_global"] = true,
                ["stride"] = 64,
                ["use_memory_efficient_attention"] = true,
            }.ToJsonString(CheckpointTemplate.ConfigFormat),
        };
}
