using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>Tensors of one encoder block.</summary>
/// <param name="AttentionNorm">Norm before the attention, <c>(d)</c>.</param>
/// <param name="Attention">Self-attention.</param>
/// <param name="Mlp">The perceptron.</param>
internal sealed record EncoderBlock(TensorView AttentionNorm, AttentionWeights Attention, FeedForward Mlp)
{
    /// <summary>Finds the tensors of block <paramref name="index"/>.</summary>
    public static EncoderBlock Read(SafetensorsCheckpoint checkpoint, ChronosBoltConfig config, int index)
    {
        string layer = $"encoder.block.{index}.layer";
        int d = config.Model;
        return new EncoderBlock(
            checkpoint.Get($"{layer}.0.layer_norm.weight", d),
            AttentionWeights.Read(checkpoint, $"{layer}.0.SelfAttention", d, config.Inner),
            FeedForward.Read(checkpoint, config, $"{layer}.1"));
    }
}
