namespace Tollama.Core.Parquet.Encodings;

/// <summary>Integers as differences in packed blocks (Parquet, Encodings.md, DELTA_BINARY_PACKED).</summary>
internal static class DeltaValues
{
    private const int LargestBlock = 1 << 20;

    /// <summary>Reads integers and steps over them.</summary>
    /// <param name="data">The blocks; afterwards what follows them.</param>
    /// <param name="most">Most integers that there may be.</param>
    public static long[] Read(ref ReadOnlySpan<byte> data, int most)
    {
        ulong block = Varint.Read(ref data);
        ulong parts = Varint.Read(ref data);
        ulong count = Varint.Read(ref data);
        long value = Varint.ReadSigned(ref data);
        if (parts == 0 || block > LargestBlock || parts > block || block % parts != 0 || block / parts % 8 != 0)
        {
            throw ParquetFault.Damaged($"differences in blocks of {block} in {parts} parts");
        }

        if (count > (ulong)most)
        {
            throw ParquetFault.Damaged($"{count} differences where at most {most} fit");
        }

        var values = new long[(int)count];
        if (count == 0)
        {
            return values;
        }

        values[0] = value;
        int done = 1;
        while (done < values.Length)
        {
            done = ReadBlock(ref data, values, done, (int)parts, (int)(block / parts));
        }

        return values;
    }

    private static int ReadBlock(ref ReadOnlySpan<byte> data, long[] values, int done, int parts, int perPart)
    {
        long least = Varint.ReadSigned(ref data);
        if (data.Length < parts)
        {
            throw ParquetFault.Damaged("a block of differences ends early");
        }

        var widths = data[..parts];
        data = data[parts..];
        for (int part = 0; part < parts && done < values.Length; part++)
        {
            int size = (int)PackedBits.Size(perPart, widths[part]);
            if (widths[part] > 64 || data.Length < size)
            {
                throw ParquetFault.Damaged("a block of differences ends early");
            }

            for (int i = 0; i < perPart && done < values.Length; i++, done++)
            {
                values[done] = unchecked(values[done - 1] + least + (long)PackedBits.Read(data, i, widths[part]));
            }

            data = data[size..];
        }

        return done;
    }
}
