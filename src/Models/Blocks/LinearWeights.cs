using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Blocks;

/// <summary>A linear layer y = x·Wᵀ + b of a checkpoint.</summary>
/// <param name="Weight"><c>(outputs, inputs)</c>.</param>
/// <param name="Bias"><c>(outputs)</c>, or null.</param>
internal sealed record LinearWeights(TensorView Weight, TensorView? Bias)
{
    /// <summary>Finds <c>name.weight</c> and, if it has one, <c>name.bias</c>, and checks their shapes.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: missing, or of another shape.</exception>
    public static LinearWeights Read(
        SafetensorsCheckpoint checkpoint, string name, long inputs, long outputs, bool hasBias = true) => new(
            checkpoint.Get($"{name}.weight", outputs, inputs),
            hasBias ? checkpoint.Get($"{name}.bias", outputs) : null);

    /// <summary>The layer over the last axis.</summary>
    public Value Apply(Value value)
    {
        var graph = value.Graph;
        return value.Linear(graph.Weight(Weight), Bias is null ? null : graph.Weight(Bias, Bias.ElementCount, 1));
    }
}
