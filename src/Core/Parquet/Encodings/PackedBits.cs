namespace Tollama.Core.Parquet.Encodings;

/// <summary>Numbers packed into bits, the lowest bit first.</summary>
internal static class PackedBits
{
    /// <summary>Reads one number.</summary>
    /// <param name="data">The bytes; long enough, the caller has checked.</param>
    /// <param name="index">Which number.</param>
    /// <param name="width">Bits of each, 0 to 64.</param>
    public static ulong Read(ReadOnlySpan<byte> data, int index, int width)
    {
        if (width == 0)
        {
            return 0;
        }

        long bit = (long)index * width;
        int at = (int)(bit >> 3);
        int shift = (int)(bit & 7);
        ulong value = (ulong)data[at] >> shift;
        int filled = 8 - shift;
        while (filled < width)
        {
            at++;
            value |= (ulong)data[at] << filled;
            filled += 8;
        }

        return width == 64 ? value : value & ((1UL << width) - 1);
    }

    /// <summary>Bytes that packed numbers take.</summary>
    public static long Size(long count, int width) => ((count * width) + 7) >> 3;
}
