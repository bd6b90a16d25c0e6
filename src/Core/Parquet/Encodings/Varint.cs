namespace Tollama.Core.Parquet.Encodings;

/// <summary>Numbers of seven bits a byte.</summary>
internal static class Varint
{
    /// <summary>Reads a number and steps over it.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the data end inside it.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (int i = 0; i < data.Length && i < 10; i++)
        {
            value |= (ulong)(data[i] & 0x7F) << (7 * i);
            if (data[i] < 0x80)
            {
                data = data[(i + 1)..];
                return value;
            }
        }

        throw ParquetFault.Damaged("a page ends inside a number");
    }

    /// <summary>Reads a signed number, zigzag-encoded.</summary>
    public static long ReadSigned(ref ReadOnlySpan<byte> data)
    {
        ulong raw = Read(ref data);
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }
}
