using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.GraniteTtm;

/// <summary>Checkpoints of TinyTimeMixer that can be generated.</summary>
internal static class GraniteTtmTemplates
{
    /// <summary>The templates.</summary>
    public static ImmutableArray<CheckpointTemplate> All { get; } =
    [
        Make(CheckpointSize.Published, width: 192, decoderWidth: 128, layers: 2),
        Make(CheckpointSize.Tiny, width: 24, decoderWidth: 16, layers: 1),
    ];

    private static CheckpointTemplate Make(CheckpointSize size, int width, int decoderWidth, int layers) => new()
    {
        Name = "granite-ttm-r2",
        Size = size,
        Config = new JsonObject
        {
            ["adaptive_patching_levels"] = 3,
            ["architectures"] = new JsonArray("TinyTimeMixerForPrediction"),
            ["context_length"] = 512,
            ["d_model"] = width,
            ["d_model_scale"] = 3,
            ["decoder_adaptive_patching_levels"] = 0,
            ["decoder_d_model"] = decoderWidth,
            ["decoder_d_model_scale"] = 2,
            ["decoder_mode"] = "common_channel",
            ["decoder_num_layers"] = layers,
            ["decoder_raw_residual"] = false,
            ["distribution_output"] = "student_t",
            ["enable_forecast_channel_mixing"] = false,
            ["expansion_factor"] = 2,
            ["frequency_token_vocab_size"] = 5,
            ["gated_attn"] = true,
            ["loss"] = "mse",
            ["mode"] = "common_channel",
            ["model_type"] = "tinytimemixer",
            ["norm_eps"] = 1e-5,
            ["norm_mlp"] = "LayerNorm",
            ["num_input_channels"] = 1,
            ["num_layers"] = layers,
            ["num_patches"] = 8,
            ["patch_last"] = true,
            ["patch_length"] = 64,
            ["patch_stride"] = 64,
            ["positional_encoding_type"] = "sincos",
            ["prediction_length"] = 96,
            ["resolution_prefix_tuning"] = false,
            ["scaling"] = "std",
            ["self_attn"] = false,
            ["self_attn_heads"] = 1,
            ["torch_dtype"] = "float32",
            ["use_decoder"] = true,
            ["use_positional_encoding"] = false,
        }.ToJsonString(CheckpointTemplate.ConfigFormat),
    };
}
