namespace Tollama.Core.Parquet.Encodings;

/// <summary>
/// The hybrid of run lengths and packed bits that levels and indices are written in (Parquet, Encodings.md, RLE).
/// </summary>
internal static class HybridRuns
{
    /// <summary>Reads numbers.</summary>
    /// <param name="data">The runs.</param>
    /// <param name="width">Bits of each number, 0 to 32.</param>
    /// <param name="values">Receives the numbers; all of it is filled.</param>
    public static void Read(ReadOnlySpan<byte> data, int width, Span<int> values)
    {
        if (width > 32)
        {
            throw ParquetFault.Damaged($"numbers of {width} bits where at most 32 make sense");
        }

        if (width == 0)
        {
            values.Clear();
            return;
        }

        while (!values.IsEmpty)
        {
            ulong head = Varint.Read(ref data);
            int count = (int)Math.Min(head >> 1, int.MaxValue);
            int taken = (head & 1) == 0
                ? ReadRun(ref data, width, values, count)
                : ReadPacked(ref data, width, values, count);
            values = values[taken..];
        }
    }

    private static int ReadRun(ref ReadOnlySpan<byte> data, int width, Span<int> values, int count)
    {
        int bytes = (width + 7) >> 3;
        if (data.Length < bytes)
        {
            throw ParquetFault.Damaged("a run of values ends early");
        }

        uint value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (uint)data[i] << (8 * i);
        }

        data = data[bytes..];
        int taken = Math.Min(count, values.Length);
        values[..taken].Fill((int)value);
        return taken;
    }

    private static int ReadPacked(ref ReadOnlySpan<byte> data, int width, Span<int> values, int groups)
    {
        int taken = (int)Math.Min(groups * 8L, values.Length);
        if (data.Length < PackedBits.Size(taken, width))
        {
            throw ParquetFault.Damaged("packed values end early");
        }

        for (int i = 0; i < taken; i++)
        {
            values[i] = (int)PackedBits.Read(data, i, width);
        }

        long size = (long)groups * width;
        data = size < data.Length ? data[(int)size..] : default;
        return taken;
    }
}
