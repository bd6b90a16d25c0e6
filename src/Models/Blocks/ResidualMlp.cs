using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Blocks;

/// <summary>
/// A two-layer perceptron with a linear bypass, W_o·f(W_h·x + b_h) + b_o + W_r·x + b_r: the residual block of TiDE (Das
/// et al. 2023, §4.1) without its norm, with which the Chronos models embed patches and read out quantiles.
/// </summary>
/// <param name="Hidden">W_h, b_h.</param>
/// <param name="Output">W_o, b_o.</param>
/// <param name="Residual">W_r, b_r.</param>
internal sealed record ResidualMlp(LinearWeights Hidden, LinearWeights Output, LinearWeights Residual)
{
    /// <summary>Finds the three layers under a name and checks their shapes.</summary>
    public static ResidualMlp Read(
        SafetensorsCheckpoint checkpoint,
        string name,
        long inputs,
        long hidden,
        long outputs) =>
        new(
            LinearWeights.Read(checkpoint, $"{name}.hidden_layer", inputs, hidden),
            LinearWeights.Read(checkpoint, $"{name}.output_layer", hidden, outputs),
            LinearWeights.Read(checkpoint, $"{name}.residual_layer", inputs, outputs));

    /// <summary>The block over the last axis: (…, inputs) → (…, outputs).</summary>
    public Value Apply(Value value, Func<Value, Value> activation) =>
        Output.Apply(activation(Hidden.Apply(value))) + Residual.Apply(value);
}
