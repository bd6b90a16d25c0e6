using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tollama.Onnx.Graph;

/// <summary>A small tensor that lies in the graph itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Element type.</param>
/// <param name="Dims">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Data">The elements, row-major, little-endian.</param>
public sealed record ConstantSpec(string Name, DType DType, ImmutableArray<long> Dims, ReadOnlyMemory<byte> Data)
{
    /// <summary>Number of elements.</summary>
    public long Count => Dims.Aggregate(1L, (product, size) => product * size);

    /// <summary>The sizes as a shape.</summary>
    public Shape Shape => Shape.Of(Dims);

    /// <summary>
    /// The elements as numbers of type <typeparamref name="T"/>, which must be the element type's own.
    /// </summary>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span);
}
