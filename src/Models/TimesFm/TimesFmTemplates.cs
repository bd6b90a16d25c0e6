using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>Checkpoints of TimesFM 2.5 that can be generated; all shapes come from the tensors themselves.</summary>
internal static class TimesFmTemplates
{
    private const int Channels = 10;

    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make(CheckpointSize.Published, new Geometry(Width: 1280, Heads: 16, Layers: 20, Hidden: 1280, Spread: 1024)),
        Make(CheckpointSize.Tiny, new Geometry(Width: 32, Heads: 2, Layers: 2, Hidden: 32, Spread: 256)),
    ];

    private static CheckpointTemplate Make(CheckpointSize size, Geometry geometry) => new()
    {
        Name = "timesfm-2.5-200m",
        Size = size,
        Config = new JsonObject
        {
            ["architectures"] = new JsonArray("TimesFmModelForPrediction"),
            ["context_length"] = 16384,
            ["head_dim"] = geometry.Width / geometry.Heads,
            ["hidden_size"] = geometry.Width,
            ["horizon_length"] = Geometry.OutputPatch,
            ["intermediate_size"] = geometry.Hidden,
            ["model_type"] = "timesfm",
            ["num_attention_heads"] = geometry.Heads,
            ["num_hidden_layers"] = geometry.Layers,
            ["patch_length"] = Geometry.Patch,
            ["quantile_horizon_length"] = geometry.Spread,
            ["quantiles"] = new JsonArray(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
            ["rms_norm_eps"] = 1e-6,
            ["torch_compile"] = false,
        }.ToJsonString(CheckpointTemplate.ConfigFormat),
        Tensors =
        [
            .. Residual("tokenizer", 2 * Geometry.Patch, geometry.Width, geometry.Width, hasBias: true),
            .. Enumerable.Range(0, geometry.Layers).SelectMany(i => Layer($"stacked_xf.{i}", geometry)),
            .. Residual("output_projection_point", geometry.Width, geometry.Width, Geometry.OutputPatch * Channels),
            .. Residual("output_projection_quantiles", geometry.Width, geometry.Width, geometry.Spread * Channels),
        ],
    };

    private static IEnumerable<TensorSpec> Layer(string name, Geometry geometry)
    {
        long width = geometry.Width;
        long head = width / geometry.Heads;
        return
        [
            TensorSpec.Float32($"{name}.pre_attn_ln.scale", width),
            TensorSpec.Float32($"{name}.post_attn_ln.scale", width),
            TensorSpec.Float32($"{name}.pre_ff_ln.scale", width),
            TensorSpec.Float32($"{name}.post_ff_ln.scale", width),
            TensorSpec.Float32($"{name}.attn.qkv_proj.weight", 3 * width, width),
            TensorSpec.Float32($"{name}.attn.out.weight", width, width),
            TensorSpec.Float32($"{name}.attn.query_ln.scale", head),
            TensorSpec.Float32($"{name}.attn.key_ln.scale", head),
            TensorSpec.Float32($"{name}.attn.per_dim_scale.per_dim_scale", head),
            TensorSpec.Float32($"{name}.ff0.weight", geometry.Hidden, width),
            TensorSpec.Float32($"{name}.ff1.weight", width, geometry.Hidden),
        ];
    }

    private static IEnumerable<TensorSpec> Residual(
        string name,
        long inputs,
        long hidden,
        long outputs,
        bool hasBias = false)
    {
        (string Layer, long Out, long In)[] layers =
            [("hidden_layer", hidden, inputs), ("output_layer", outputs, hidden), ("residual_layer", outputs, inputs)];
        foreach (var (layer, rows, columns) in layers)
        {
            yield return TensorSpec.Float32($"{name}.{layer}.weight", rows, columns);
            if (hasBias)
            {
                yield return TensorSpec.Float32($"{name}.{layer}.bias", rows);
            }
        }
    }

    private sealed record Geometry(int Width, int Heads, int Layers, int Hidden, int Spread)
    {
        public const int Patch = 32;

        public const int OutputPatch = 128;
    }
}
