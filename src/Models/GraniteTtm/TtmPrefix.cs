using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Resolution prefix tuning (Ekambaram et al. 2024, §3.1): the frequency as a learned token.</summary>
/// <param name="Table"><c>(V, p)</c>.</param>
/// <param name="Widen">p → (p + d) / 2.</param>
/// <param name="Narrow">(p + d) / 2 → d.</param>
internal sealed record TtmPrefix(TensorView Table, LinearWeights Widen, LinearWeights Narrow)
{
    /// <summary>Finds the tensors.</summary>
    public static TtmPrefix Read(SafetensorsCheckpoint checkpoint, string name, int vocabulary, int patch, int width)
    {
        int middle = (patch + width) / 2;
        return new TtmPrefix(
            checkpoint.Get($"{name}.0.weight", vocabulary, patch),
            LinearWeights.Read(checkpoint, $"{name}.1", patch, middle),
            LinearWeights.Read(checkpoint, $"{name}.3", middle, width));
    }

    /// <summary>
    /// The token of each row, <c>(rows, d)</c>. Made for the whole table, which the engine folds when loading.
    /// </summary>
    public Value Apply(Value frequency)
    {
        var tokens = Narrow.Apply(Widen.Apply(frequency.Graph.Weight(Table)).Gelu());
        return tokens.Gather(frequency, 0);
    }
}
