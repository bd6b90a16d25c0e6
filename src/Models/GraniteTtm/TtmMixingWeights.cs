using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Tensors of the mixing of forecast channels.</summary>
/// <param name="Embedding">Embeds a window: w → 2w; null without mixer.</param>
/// <param name="Mixer">Mixes the windows of a step, channels as patches; null without mixer.</param>
/// <param name="Gate">Weighs the flattened windows; null without gate.</param>
/// <param name="Output">From the flattened windows to the predicted channels.</param>
internal sealed record TtmMixingWeights(
    LinearWeights? Embedding, TtmStack? Mixer, LinearWeights? Gate, LinearWeights Output)
{
    private const string Name = "head.fcm_block";

    /// <summary>Finds the tensors.</summary>
    public static TtmMixingWeights Read(
        SafetensorsCheckpoint checkpoint, GraniteTtmConfig config, TtmForecastMixing mixing)
    {
        int flat = mixing.Channels * mixing.Features;
        bool hasMixer = mixing.Layers > 0;
        return new TtmMixingWeights(
            hasMixer ? LinearWeights.Read(checkpoint, $"{Name}.fcm_embedding", mixing.Window, mixing.Features) : null,
            hasMixer ? TtmStack.Read(checkpoint, $"{Name}.exog_mixer", mixing.Stack(config.Backbone)) : null,
            mixing.HasGate ? LinearWeights.Read(checkpoint, $"{Name}.fcm_gating_block.attn_layer", flat, flat) : null,
            LinearWeights.Read(checkpoint, $"{Name}.mlp", flat, config.PredictedCount));
    }
}
