using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Blocks;

/// <summary>The four projections of a T5-style attention (Raffel et al. 2020), without biases.</summary>
/// <param name="Query">model → inner.</param>
/// <param name="Key">model → inner.</param>
/// <param name="Value">model → inner.</param>
/// <param name="Output">inner → model.</param>
internal sealed record AttentionWeights(
    LinearWeights Query,
    LinearWeights Key,
    LinearWeights Value,
    LinearWeights Output)
{
    /// <summary>Finds <c>q</c>, <c>k</c>, <c>v</c> and <c>o</c> under a name and checks their shapes.</summary>
    public static AttentionWeights Read(SafetensorsCheckpoint checkpoint, string name, long model, long inner) => new(
        LinearWeights.Read(checkpoint, $"{name}.q", model, inner, hasBias: false),
        LinearWeights.Read(checkpoint, $"{name}.k", model, inner, hasBias: false),
        LinearWeights.Read(checkpoint, $"{name}.v", model, inner, hasBias: false),
        LinearWeights.Read(checkpoint, $"{name}.o", inner, model, hasBias: false));
}
