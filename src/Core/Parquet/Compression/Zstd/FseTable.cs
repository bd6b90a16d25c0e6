using System.Numerics;

namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>A decoding table of finite state entropy (RFC 8878 §4.1).</summary>
internal sealed class FseTable
{
    private readonly byte[] _symbols;
    private readonly byte[] _bits;
    private readonly ushort[] _bases;

    private FseTable(int accuracy)
    {
        Accuracy = accuracy;
        _symbols = new byte[1 << accuracy];
        _bits = new byte[1 << accuracy];
        _bases = new ushort[1 << accuracy];
    }

    /// <summary>Bits of a state.</summary>
    public int Accuracy { get; }

    /// <summary>The symbol of a state.</summary>
    public int Symbol(uint state) => _symbols[state];

    /// <summary>Bits that the step to the next state reads.</summary>
    public int Bits(uint state) => _bits[state];

    /// <summary>The state after this one.</summary>
    public uint Next(uint state, ref BackwardBits bits) => _bases[state] + bits.Read(_bits[state]);

    /// <summary>A table of one symbol.</summary>
    public static FseTable OfSymbol(byte symbol)
    {
        var table = new FseTable(0);
        table._symbols[0] = symbol;
        return table;
    }

    /// <summary>A table of a distribution.</summary>
    /// <param name="counts">Share of each symbol; −1 for less than one.</param>
    /// <param name="accuracy">Binary logarithm of the table's size.</param>
    public static FseTable Of(ReadOnlySpan<short> counts, int accuracy)
    {
        var table = new FseTable(accuracy);
        int size = 1 << accuracy;
        int high = size - 1;
        Span<int> next = stackalloc int[256];
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = Math.Abs((int)counts[symbol]);
            if (counts[symbol] < 0)
            {
                table._symbols[high--] = (byte)symbol;
            }
        }

        table.Spread(counts, high);
        for (int state = 0; state < size; state++)
        {
            int rank = next[table._symbols[state]]++;
            table._bits[state] = (byte)(accuracy - BitOperations.Log2((uint)rank));
            table._bases[state] = (ushort)((rank << table._bits[state]) - size);
        }

        return table;
    }

    /// <summary>Reads the description of a table and steps over it.</summary>
    /// <param name="data">Data that begin with the description.</param>
    /// <param name="mostAccuracy">Largest accuracy that is allowed.</param>
    /// <param name="lastSymbol">Largest symbol that is allowed.</param>
    public static FseTable Read(ref ReadOnlySpan<byte> data, int mostAccuracy, int lastSymbol)
    {
        var bits = new ForwardBits(data);
        int accuracy = (int)bits.Read(4) + 5;
        if (accuracy > mostAccuracy)
        {
            throw ZstdFault.Damaged();
        }

        Span<short> counts = stackalloc short[256];
        int symbols = ReadCounts(ref bits, counts[..(lastSymbol + 1)], accuracy);
        data = data[bits.BytesRead()..];
        return Of(counts[..symbols], accuracy);
    }

    /// <summary>Reads the shares (RFC 8878 §4.1.1); how many symbols there are.</summary>
    private static int ReadCounts(ref ForwardBits bits, scoped Span<short> counts, int accuracy)
    {
        int left = 1 << accuracy;
        int symbol = 0;
        while (left > 0)
        {
            if (symbol >= counts.Length)
            {
                throw ZstdFault.Damaged();
            }

            int count = ReadShare(ref bits, left);
            counts[symbol++] = (short)count;
            left -= Math.Abs(count);
            for (int zeros = count == 0 ? 3 : 0; zeros == 3;)
            {
                zeros = (int)bits.Read(2);
                symbol += zeros;
            }
        }

        return left == 0 && symbol <= counts.Length ? symbol : throw ZstdFault.Damaged();
    }

    /// <summary>A share from −1 to what is left: the smaller values take a bit less.</summary>
    private static int ReadShare(ref ForwardBits bits, int left)
    {
        int width = BitOperations.Log2((uint)(left + 1)) + 1;
        int threshold = 1 << (width - 1);
        int spare = (2 * threshold) - 1 - (left + 1);
        int low = (int)bits.Read(width - 1);
        if (low < spare)
        {
            return low - 1;
        }

        int value = low + (bits.Read(1) == 0 ? 0 : threshold);
        return (value >= threshold ? value - spare : value) - 1;
    }

    private void Spread(ReadOnlySpan<short> counts, int high)
    {
        int size = _symbols.Length;
        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int i = 0; i < counts[symbol]; i++)
            {
                _symbols[position] = (byte)symbol;
                do
                {
                    position = (position + step) & (size - 1);
                }
                while (position > high);
            }
        }
    }
}
