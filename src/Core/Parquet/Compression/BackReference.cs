namespace Tollama.Core.Parquet.Compression;

/// <summary>Copies of what has been decompressed already.</summary>
internal static class BackReference
{
    /// <summary>Copies bytes that begin some way back; they may overlap what they produce.</summary>
    /// <param name="output">Everything.</param>
    /// <param name="written">Bytes that are there.</param>
    /// <param name="offset">How far back.</param>
    /// <param name="length">Bytes to copy.</param>
    /// <exception cref="Errors.TollamaException">
    /// InvalidRequest: nothing is so far back, or there is no room.
    /// </exception>
    public static void Copy(Span<byte> output, int written, uint offset, int length)
    {
        if (offset == 0 || offset > (uint)written || length > output.Length - written)
        {
            throw ParquetFault.Damaged("a compressed page refers to what it does not have");
        }

        int from = written - (int)offset;
        if (offset >= (uint)length)
        {
            output.Slice(from, length).CopyTo(output[written..]);
            return;
        }

        for (int i = 0; i < length; i++)
        {
            output[written + i] = output[from + i];
        }
    }
}
