using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>Tensors of the perceptron of a T5 block.</summary>
/// <param name="Norm">Norm before it, <c>(d)</c>.</param>
/// <param name="Input">d → F.</param>
/// <param name="Linear">d → F, what the activated input gates; null where it gates nothing.</param>
/// <param name="Output">F → d.</param>
internal sealed record FeedForward(TensorView Norm, LinearWeights Input, LinearWeights? Linear, LinearWeights Output)
{
    /// <summary>Finds the tensors of the layer <paramref name="layer"/>.</summary>
    public static FeedForward Read(SafetensorsCheckpoint checkpoint, ChronosBoltConfig config, string layer)
    {
        LinearWeights Projection(string name, int inputs, int outputs) =>
            LinearWeights.Read(checkpoint, $"{layer}.DenseReluDense.{name}", inputs, outputs, hasBias: false);

        var (d, hidden) = (config.Model, config.Hidden);
        return new FeedForward(
            checkpoint.Get($"{layer}.layer_norm.weight", d),
            Projection(config.IsGated ? "wi_0" : "wi", d, hidden),
            config.IsGated ? Projection("wi_1", d, hidden) : null,
            Projection("wo", hidden, d));
    }

    /// <summary>The perceptron of a normalised value.</summary>
    public Value Apply(Value value, Func<Value, Value> activate)
    {
        var hidden = activate(Input.Apply(value));
        return Output.Apply(Linear is null ? hidden : hidden * Linear.Apply(value));
    }
}
