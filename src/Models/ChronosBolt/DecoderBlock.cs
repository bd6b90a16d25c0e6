using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>Tensors of one decoder block.</summary>
/// <param name="SelfNorm">Norm before the self-attention, <c>(d)</c>.</param>
/// <param name="SelfValue">Values of the self-attention, d → inner.</param>
/// <param name="SelfOutput">inner → d.</param>
/// <param name="CrossNorm">Norm before the cross-attention, <c>(d)</c>.</param>
/// <param name="Cross">Attention to the encoder's tokens.</param>
/// <param name="Mlp">The perceptron.</param>
internal sealed record DecoderBlock(
    TensorView SelfNorm,
    LinearWeights SelfValue,
    LinearWeights SelfOutput,
    TensorView CrossNorm,
    AttentionWeights Cross,
    FeedForward Mlp)
{
    /// <summary>Finds the tensors of block <paramref name="index"/>.</summary>
    public static DecoderBlock Read(SafetensorsCheckpoint checkpoint, ChronosBoltConfig config, int index)
    {
        string layer = $"decoder.block.{index}.layer";
        var (d, inner) = (config.Model, config.Inner);
        return new DecoderBlock(
            checkpoint.Get($"{layer}.0.layer_norm.weight", d),
            LinearWeights.Read(checkpoint, $"{layer}.0.SelfAttention.v", d, inner, hasBias: false),
            LinearWeights.Read(checkpoint, $"{layer}.0.SelfAttention.o", inner, d, hasBias: false),
            checkpoint.Get($"{layer}.1.layer_norm.weight", d),
            AttentionWeights.Read(checkpoint, $"{layer}.1.EncDecAttention", d, inner),
            FeedForward.Read(checkpoint, config, $"{layer}.2"));
    }
}
