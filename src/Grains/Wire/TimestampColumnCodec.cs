using System.Buffers;
using Tollama.Actors.Wire;
using Tollama.Core.Forecasting;

namespace Tollama.Grains.Wire;

/// <summary>
/// A column of timestamps on the wire: the texts alone, not the request body that they are slices of.
/// </summary>
internal static class TimestampColumnCodec
{
    public static void Write(WireWriter writer, TimestampColumn column)
    {
        int[] offsets = ArrayPool<int>.Shared.Rent(column.Count);
        int length = 0;
        for (int i = 0; i < column.Count; i++)
        {
            offsets[i] = length;
            length += column.Utf8(i).Length + 1;
        }

        writer.WriteBlock<int>(offsets.AsSpan(0, column.Count));
        ArrayPool<int>.Shared.Return(offsets);
        writer.WriteUInt64((ulong)length);
        for (int i = 0; i < column.Count; i++)
        {
            writer.WriteRaw(column.Utf8(i));
            writer.WriteByte((byte)'"');
        }
    }

    public static TimestampColumn Read(WireReader reader)
    {
        int[] offsets = reader.ReadBlock<int>();
        byte[] texts = reader.ReadBlock<byte>();
        foreach (int offset in offsets)
        {
            if ((uint)offset > (uint)texts.Length)
            {
                throw new InvalidDataException($"A timestamp begins at {offset} of {texts.Length} bytes.");
            }
        }

        return new TimestampColumn(texts, offsets);
    }
}
