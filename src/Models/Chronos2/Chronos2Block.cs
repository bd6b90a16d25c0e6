using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Chronos2;

/// <summary>Tensors of one encoder block.</summary>
/// <param name="TimeNorm">Norm before the time attention, <c>(d)</c>.</param>
/// <param name="Time">Attention along time.</param>
/// <param name="GroupNorm">Norm before the group attention, <c>(d)</c>.</param>
/// <param name="Group">Attention between the rows of a group.</param>
/// <param name="MlpNorm">Norm before the perceptron, <c>(d)</c>.</param>
/// <param name="MlpIn">d → F.</param>
/// <param name="MlpOut">F → d.</param>
internal sealed record Chronos2Block(
    TensorView TimeNorm,
    AttentionWeights Time,
    TensorView GroupNorm,
    AttentionWeights Group,
    TensorView MlpNorm,
    LinearWeights MlpIn,
    LinearWeights MlpOut)
{
    /// <summary>Finds the tensors of block <paramref name="index"/>.</summary>
    public static Chronos2Block Read(SafetensorsCheckpoint checkpoint, Chronos2Config config, int index)
    {
        string block = $"encoder.block.{index}.layer";
        var (d, inner) = (config.Model, config.Inner);
        return new Chronos2Block(
            checkpoint.Get($"{block}.0.layer_norm.weight", d),
            AttentionWeights.Read(checkpoint, $"{block}.0.self_attention", d, inner),
            checkpoint.Get($"{block}.1.layer_norm.weight", d),
            AttentionWeights.Read(checkpoint, $"{block}.1.self_attention", d, inner),
            checkpoint.Get($"{block}.2.layer_norm.weight", d),
            LinearWeights.Read(checkpoint, $"{block}.2.mlp.wi", d, config.Hidden, hasBias: false),
            LinearWeights.Read(checkpoint, $"{block}.2.mlp.wo", config.Hidden, d, hasBias: false));
    }
}
