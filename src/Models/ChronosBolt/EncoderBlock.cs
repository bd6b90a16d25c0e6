using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>Tensors of one encoder block.</summary>
/// <param name="AttentionNorm">Norm before the attention, <c>(d)</c>.</param>
/// <param name="Attention">Self-attention.</param>
/// <param name="MlpNorm">Norm before the perceptron, <c>(d)</c>.</param>
/// <param name="MlpIn">d → F.</param>
/// <param name="MlpOut">F → d.</param>
internal sealed record EncoderBlock(
    TensorView AttentionNorm, AttentionWeights Attention, TensorView MlpNorm, LinearWeights MlpIn, LinearWeights MlpOut)
{
    /// <summary>Finds the tensors of block <paramref name="index"/>.</summary>
    public static EncoderBlock Read(SafetensorsCheckpoint checkpoint, ChronosBoltConfig config, int index)
    {
        string layer = $"encoder.block.{index}.layer";
        int d = config.Model;
        return new EncoderBlock(
            checkpoint.Get($"{layer}.0.layer_norm.weight", d),
            AttentionWeights.Read(checkpoint, $"{layer}.0.SelfAttention", d, config.Inner),
            checkpoint.Get($"{layer}.1.layer_norm.weight", d),
            LinearWeights.Read(checkpoint, $"{layer}.1.DenseReluDense.wi", d, config.Hidden, hasBias: false),
            LinearWeights.Read(checkpoint, $"{layer}.1.DenseReluDense.wo", config.Hidden, d, hasBias: false));
    }
}
