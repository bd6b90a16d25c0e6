using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Encoding;

/// <summary>A graph as the engine takes it.</summary>
/// <param name="Bytes">The serialised <c>ModelProto</c>; weights are named in it by file, offset and length.</param>
/// <param name="Weights">The weights that it names, in order.</param>
/// <param name="Hash">SHA-256 of the graph without the places of its weights, in lower-case hexadecimal.</param>
public sealed record OnnxModel(ReadOnlyMemory<byte> Bytes, ImmutableArray<Weight> Weights, string Hash);
