using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// The norm before a mixer: over the features of a patch, or by statistics that training has left behind.
/// </summary>
/// <param name="Weight"><c>(d)</c>.</param>
/// <param name="Bias"><c>(d)</c>.</param>
/// <param name="Mean">Stored mean, <c>(d)</c>; null for a layer norm.</param>
/// <param name="Variance">Stored variance, <c>(d)</c>; null for a layer norm.</param>
/// <param name="Epsilon">ε.</param>
internal sealed record TtmNorm(
    TensorView Weight,
    TensorView Bias,
    TensorView? Mean,
    TensorView? Variance,
    float Epsilon)
{
    /// <summary>Finds the tensors of the norm <paramref name="name"/>.</summary>
    public static TtmNorm Read(SafetensorsCheckpoint checkpoint, string name, TtmStackShape shape, int width)
    {
        string prefix = shape.HasBatchNorm ? $"{name}.norm.batchnorm" : $"{name}.norm";
        return new TtmNorm(
            checkpoint.Get($"{prefix}.weight", width),
            checkpoint.Get($"{prefix}.bias", width),
            shape.HasBatchNorm ? checkpoint.Get($"{prefix}.running_mean", width) : null,
            shape.HasBatchNorm ? checkpoint.Get($"{prefix}.running_var", width) : null,
            shape.NormEpsilon);
    }

    /// <summary>The norm over the last axis.</summary>
    public Value Apply(Value x)
    {
        var graph = x.Graph;
        var (weight, bias) = (graph.Weight(Weight), graph.Weight(Bias));
        if (Mean is null || Variance is null)
        {
            return x.LayerNorm(weight, bias, Epsilon);
        }

        // (x − mean) / √(variance + ε) · weight + bias as one factor and one shift, which the engine folds when
        // loading.
        var factor = weight / (graph.Weight(Variance) + Epsilon).Sqrt();
        return (x * factor) + (bias - (graph.Weight(Mean) * factor));
    }
}
