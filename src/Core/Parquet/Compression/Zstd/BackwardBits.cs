using System.Numerics;

namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>
/// A bit stream that is read from its end: the last byte's highest bit marks where it begins (RFC 8878 §4.1). What lies
/// before its first bit reads as zeros; the caller asks afterwards whether that happened.
/// </summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> _data;

    /// <summary>A stream.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the mark is missing.</exception>
    public BackwardBits(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[^1] == 0)
        {
            throw ZstdFault.Damaged();
        }

        _data = data;
        Left = ((data.Length - 1) * 8) + BitOperations.Log2(data[^1]);
    }

    /// <summary>Bits that are left; negative once more was read than there is.</summary>
    public int Left { get; private set; }

    /// <summary>Reads a number.</summary>
    /// <param name="count">Its bits, 0 to 32.</param>
    public uint Read(int count)
    {
        uint value = Peek(count);
        Left -= count;
        return value;
    }

    /// <summary>Steps over bits.</summary>
    public void Skip(int count) => Left -= count;

    /// <summary>The next bits, without stepping over them.</summary>
    /// <param name="count">How many, 0 to 32.</param>
    public readonly uint Peek(int count)
    {
        int from = Left - count;
        int shift = from < 0 ? -from : 0;
        if (count == 0 || shift >= count)
        {
            return 0;
        }

        int first = Math.Max(0, from);
        int at = first >> 3;
        ulong window = 0;
        for (int i = 0; i < 5 && at + i < _data.Length; i++)
        {
            window |= (ulong)_data[at + i] << (8 * i);
        }

        ulong bits = (window >> (first & 7)) & ((1UL << (count - shift)) - 1);
        return (uint)(bits << shift);
    }
}
