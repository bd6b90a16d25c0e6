using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Tensors of one mixer: a norm, a perceptron along one axis, and the gate that weighs its outcome.</summary>
/// <param name="Norm">Norm over the features.</param>
/// <param name="Widen">First layer of the perceptron: n → e·n.</param>
/// <param name="Narrow">Second layer: e·n → n.</param>
/// <param name="Gate">Weighs the mixed axis by a softmax: n → n; null without gates.</param>
internal sealed record TtmMixer(TtmNorm Norm, LinearWeights Widen, LinearWeights Narrow, LinearWeights? Gate)
{
    /// <summary>Finds the tensors of a mixer over an axis of <paramref name="size"/>.</summary>
    public static TtmMixer Read(SafetensorsCheckpoint checkpoint, string name, TtmStackShape shape, int width, int size)
    {
        long inner = (long)shape.Expansion * size;
        return new TtmMixer(
            TtmNorm.Read(checkpoint, $"{name}.norm", shape, width),
            LinearWeights.Read(checkpoint, $"{name}.mlp.fc1", size, inner),
            LinearWeights.Read(checkpoint, $"{name}.mlp.fc2", inner, size),
            shape.HasGates ? LinearWeights.Read(checkpoint, $"{name}.gating_block.attn_layer", size, size) : null);
    }
}
