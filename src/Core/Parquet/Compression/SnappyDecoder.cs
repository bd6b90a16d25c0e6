using Tollama.Core.Errors;
using Tollama.Core.Parquet.Encodings;

namespace Tollama.Core.Parquet.Compression;

/// <summary>Snappy's block format (google/snappy, format_description.txt).</summary>
internal static class SnappyDecoder
{
    /// <summary>Decompresses a block into a buffer of exactly its size.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the block is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (Varint.Read(ref input) != (ulong)output.Length)
        {
            throw Damaged();
        }

        int written = 0;
        while (!input.IsEmpty)
        {
            int tag = input[0];
            input = input[1..];
            written += (tag & 3) == 0
                ? CopyLiteral(tag >> 2, ref input, output[written..])
                : CopyBack(tag, ref input, output, written);
        }

        if (written != output.Length)
        {
            throw Damaged();
        }
    }

    private static int CopyLiteral(int code, ref ReadOnlySpan<byte> input, Span<byte> output)
    {
        uint length = code < 60 ? (uint)code : Number(ref input, code - 59);
        if (length >= (uint)input.Length || length >= (uint)output.Length)
        {
            throw Damaged();
        }

        int count = (int)length + 1;
        input[..count].CopyTo(output);
        input = input[count..];
        return count;
    }

    private static int CopyBack(int tag, ref ReadOnlySpan<byte> input, Span<byte> output, int written)
    {
        int length = (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        uint offset = (tag & 3) switch
        {
            1 => ((uint)(tag >> 5) << 8) | Number(ref input, 1),
            2 => Number(ref input, 2),
            _ => Number(ref input, 4),
        };
        BackReference.Copy(output, written, offset, length);
        return length;
    }

    private static uint Number(ref ReadOnlySpan<byte> input, int bytes)
    {
        if (input.Length < bytes)
        {
            throw Damaged();
        }

        uint value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (uint)input[i] << (8 * i);
        }

        input = input[bytes..];
        return value;
    }

    private static TollamaException Damaged() => ParquetFault.Damaged("a Snappy block does not decompress");
}
