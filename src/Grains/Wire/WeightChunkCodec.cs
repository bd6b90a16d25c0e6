using Tollama.Actors.Wire;
using Tollama.Core.Inference;

namespace Tollama.Grains.Wire;

/// <summary>A part of a model's file on the wire: its bytes as one block.</summary>
internal static class WeightChunkCodec
{
    public static void Write(WireWriter writer, WeightChunk chunk) => writer.WriteBlock(chunk.Bytes.Span);

    public static WeightChunk Read(WireReader reader) => new(reader.ReadBlock<byte>());
}
