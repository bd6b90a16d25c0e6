using System.Buffers.Binary;

namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>
/// Decompresses Zstandard (RFC 8878) into a buffer of known size, so that it needs no window of its own. Checksums are
/// passed over; dictionaries are refused.
/// </summary>
internal static class ZstdDecoder
{
    private const uint Magic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;

    /// <summary>Decompresses one or more frames into a buffer of exactly their size.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the data are damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int written = 0;
        while (!input.IsEmpty)
        {
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref input, 4));
            if ((magic & 0xFFFFFFF0) == SkippableMagic)
            {
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref input, 4));
                Take(ref input, (int)Math.Min(length, int.MaxValue));
                continue;
            }

            if (magic != Magic)
            {
                throw ZstdFault.Damaged();
            }

            written += DecodeFrame(ref input, output[written..]);
        }

        if (written != output.Length)
        {
            throw ZstdFault.Damaged();
        }
    }

    /// <summary>Takes bytes off the front.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int count)
    {
        if ((uint)count > (uint)data.Length)
        {
            throw ZstdFault.Damaged();
        }

        var taken = data[..count];
        data = data[count..];
        return taken;
    }

    private static int DecodeFrame(ref ReadOnlySpan<byte> input, Span<byte> output)
    {
        int descriptor = Take(ref input, 1)[0];
        bool isSingle = (descriptor & 0x20) != 0;
        bool hasChecksum = (descriptor & 0x04) != 0;
        int dictionaryBytes = (descriptor & 3) switch { 3 => 4, var other => other };
        int sizeBytes = (descriptor >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        Take(ref input, isSingle ? 0 : 1); // the window: the output is all there
        if (Take(ref input, dictionaryBytes).ContainsAnyExcept((byte)0))
        {
            throw new UnsupportedParquetException("it is compressed with a Zstandard dictionary");
        }

        Take(ref input, sizeBytes); // the page's header has said it
        var block = new ZstdBlock();
        int written = 0;
        bool isLast = false;
        while (!isLast)
        {
            var head = Take(ref input, 3);
            int value = head[0] | (head[1] << 8) | (head[2] << 16);
            isLast = (value & 1) != 0;
            written += DecodeBlock(block, (value >> 1) & 3, value >> 3, ref input, output, written);
        }

        Take(ref input, hasChecksum ? 4 : 0);
        return written;
    }

    /// <summary>Decodes one block; how many bytes it yields.</summary>
    private static int DecodeBlock(
        ZstdBlock block, int type, int size, ref ReadOnlySpan<byte> input, Span<byte> output, int written)
    {
        switch (type)
        {
            case 0 when size <= output.Length - written:
                Take(ref input, size).CopyTo(output[written..]);
                return size;
            case 1 when size <= output.Length - written:
                output.Slice(written, size).Fill(Take(ref input, 1)[0]);
                return size;
            case 2:
                return block.Decode(Take(ref input, size), output, written);
            default:
                throw ZstdFault.Damaged();
        }
    }
}
