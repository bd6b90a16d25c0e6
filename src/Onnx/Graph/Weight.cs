using System.Collections.Immutable;

namespace Tollama.Onnx.Graph;

/// <summary>
/// A tensor that lies in a published checkpoint file and stays there: the graph refers to it by place.
/// </summary>
/// <param name="Name">Name in the checkpoint; becomes the initialiser's name.</param>
/// <param name="DType">Element type as stored.</param>
/// <param name="Dims">Sizes, outermost first.</param>
/// <param name="File">Absolute path of the file.</param>
/// <param name="Offset">First byte of the tensor in the file.</param>
/// <param name="Length">Bytes of the tensor.</param>
public sealed record Weight(
    string Name, DType DType, ImmutableArray<long> Dims, string File, long Offset, long Length)
{
    /// <summary>The sizes as a shape.</summary>
    public Shape Shape => Shape.Of(Dims);
}
