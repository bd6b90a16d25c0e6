using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>A tensor that is to be written.</summary>
/// <param name="Name">Name in the checkpoint.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Dimensions.</param>
public sealed record TensorSpec(string Name, DType DType, ImmutableArray<long> Shape)
{
    /// <summary>A tensor of 32-bit floats, as most checkpoints have.</summary>
    public static TensorSpec Float32(string name, params ReadOnlySpan<long> shape) =>
        new(name, DType.Float32, [.. shape]);

    /// <summary>Bytes that it takes.</summary>
    public long ByteLength => Shape.Aggregate((long)DType.ByteSize(), (product, size) => checked(product * size));
}
