using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Runtime;

/// <summary>An input or output of a session.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes, −1 where the size is symbolic.</param>
/// <param name="Symbols">
/// Name of each symbolic size, empty text where there is none; as long as <paramref name="Shape"/>.
/// </param>
public sealed record TensorInfo(string Name, DType DType, ImmutableArray<long> Shape, ImmutableArray<string> Symbols);
