using System.IO.Compression;
using Tollama.Core.Parquet.Compression.Zstd;

namespace Tollama.Core.Parquet.Compression;

/// <summary>How pages are compressed (parquet.thrift, CompressionCodec).</summary>
internal static class PageCodec
{
    private static readonly string[] Names =
        ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];

    /// <summary>Decompresses a page.</summary>
    /// <param name="codec">Number of the codec.</param>
    /// <param name="input">The page.</param>
    /// <param name="size">Bytes that it must have afterwards; the caller has paid for them.</param>
    /// <exception cref="UnsupportedParquetException">The codec is not known.</exception>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the page is damaged.</exception>
    public static ReadOnlyMemory<byte> Decompress(int codec, ReadOnlyMemory<byte> input, int size)
    {
        if (codec == 0)
        {
            return input.Length == size
                ? input
                : throw ParquetFault.Damaged($"a page of {input.Length} bytes says it has {size}");
        }

        byte[] output = new byte[size];
        switch (codec)
        {
            case 1:
                SnappyDecoder.Decode(input.Span, output);
                return output;
            case 2:
                DecodeStream(stream => new GZipStream(stream, CompressionMode.Decompress), input, output);
                return output;
            case 4:
                DecodeStream(stream => new BrotliStream(stream, CompressionMode.Decompress), input, output);
                return output;
            case 6:
                ZstdDecoder.Decode(input.Span, output);
                return output;
            case 7:
                Lz4Decoder.Decode(input.Span, output);
                return output;
            default:
                throw new UnsupportedParquetException(
                    $"it is compressed with {Names.ElementAtOrDefault(codec) ?? $"codec number {codec}"}");
        }
    }

    /// <summary>Reads exactly as many bytes as the page has; a stream that goes on is not followed.</summary>
    private static void DecodeStream(Func<Stream, Stream> open, ReadOnlyMemory<byte> input, byte[] output)
    {
        try
        {
            using var packed = new MemoryStream(input.ToArray(), writable: false);
            using var stream = open(packed);
            stream.ReadExactly(output);
            if (stream.ReadByte() >= 0)
            {
                throw ParquetFault.Damaged("a compressed page is longer than it says");
            }
        }
        catch (Exception fault)
            when (fault is InvalidDataException or EndOfStreamException or InvalidOperationException)
        {
            throw ParquetFault.Damaged("a compressed page does not decompress", fault);
        }
    }
}
