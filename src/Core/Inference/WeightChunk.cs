namespace Tollama.Core.Inference;

/// <summary>A part of a file's content, which follows the part before it.</summary>
/// <param name="Bytes">The content; only until the next part is asked for.</param>
public sealed record WeightChunk(ReadOnlyMemory<byte> Bytes);
