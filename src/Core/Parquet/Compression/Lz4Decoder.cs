using Tollama.Core.Errors;

namespace Tollama.Core.Parquet.Compression;

/// <summary>LZ4's block format (lz4, doc/lz4_Block_format.md), which Parquet calls LZ4_RAW.</summary>
internal static class Lz4Decoder
{
    /// <summary>Decompresses a block into a buffer of exactly its size.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the block is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        int written = 0;
        while (!input.IsEmpty)
        {
            int token = input[0];
            input = input[1..];
            int literals = Length(token >> 4, ref input);
            if (literals > input.Length || literals > output.Length - written)
            {
                throw Damaged();
            }

            input[..literals].CopyTo(output[written..]);
            input = input[literals..];
            written += literals;
            if (input.IsEmpty)
            {
                break; // the last sequence has no copy
            }

            if (input.Length < 2)
            {
                throw Damaged();
            }

            uint offset = (uint)(input[0] | (input[1] << 8));
            input = input[2..];
            int length = Length(token & 15, ref input) + 4;
            BackReference.Copy(output, written, offset, length);
            written += length;
        }

        if (written != output.Length)
        {
            throw Damaged();
        }
    }

    private static int Length(int nibble, ref ReadOnlySpan<byte> input)
    {
        int length = nibble;
        for (int part = nibble == 15 ? 255 : 0; part == 255; length += part)
        {
            if (input.IsEmpty || length > int.MaxValue - 512)
            {
                throw Damaged();
            }

            part = input[0];
            input = input[1..];
        }

        return length;
    }

    private static TollamaException Damaged() => ParquetFault.Damaged("an LZ4 block does not decompress");
}
