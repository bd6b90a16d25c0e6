using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>One entry of a header: offsets count from the first byte after the header.</summary>
internal sealed record TensorEntry(string Name, DType DType, ImmutableArray<long> Shape, long Begin, long End);
