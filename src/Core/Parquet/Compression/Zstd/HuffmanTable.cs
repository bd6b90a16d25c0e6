using System.Numerics;

namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>A Huffman code as a table that the next bits are looked up in (RFC 8878 §4.2).</summary>
internal sealed class HuffmanTable
{
    private const int LongestCode = 11;
    private const int MostAccuracy = 6;

    private readonly byte[] _symbols;
    private readonly byte[] _lengths;
    private readonly int _width;

    private HuffmanTable(ReadOnlySpan<byte> weights, int width)
    {
        _width = width;
        _symbols = new byte[1 << width];
        _lengths = new byte[1 << width];
        int next = 0;
        for (int weight = 1; weight <= width; weight++)
        {
            for (int symbol = 0; symbol < weights.Length; symbol++)
            {
                if (weights[symbol] == weight)
                {
                    int count = 1 << (weight - 1);
                    _symbols.AsSpan(next, count).Fill((byte)symbol);
                    _lengths.AsSpan(next, count).Fill((byte)(width + 1 - weight));
                    next += count;
                }
            }
        }
    }

    /// <summary>Reads the description of a code and steps over it.</summary>
    public static HuffmanTable Read(ref ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            throw ZstdFault.Damaged();
        }

        int head = data[0];
        Span<byte> weights = stackalloc byte[256];
        int size = head < 128 ? head : (head - 126) / 2;
        if (size > data.Length - 1)
        {
            throw ZstdFault.Damaged();
        }

        var description = data.Slice(1, size);
        data = data[(1 + size)..];
        int count = head < 128 ? ReadPacked(description, weights) : ReadDirect(description, head - 127, weights);
        return Complete(weights, count);
    }

    /// <summary>Decodes a stream that yields exactly as many bytes as there is room for.</summary>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> output)
    {
        var bits = new BackwardBits(stream);
        for (int i = 0; i < output.Length; i++)
        {
            uint index = bits.Peek(_width);
            output[i] = _symbols[index];
            bits.Skip(_lengths[index]);
        }

        if (bits.Left != 0)
        {
            throw ZstdFault.Damaged();
        }
    }

    /// <summary>The last weight is not written: it makes the code complete.</summary>
    private static HuffmanTable Complete(Span<byte> weights, int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            if (weights[i] > LongestCode)
            {
                throw ZstdFault.Damaged();
            }

            sum += weights[i] > 0 ? 1 << (weights[i] - 1) : 0;
        }

        int width = sum > 0 ? BitOperations.Log2((uint)sum) + 1 : int.MaxValue;
        if (width > LongestCode)
        {
            throw ZstdFault.Damaged();
        }

        int rest = (1 << width) - sum;
        if (!BitOperations.IsPow2(rest))
        {
            throw ZstdFault.Damaged();
        }

        weights[count] = (byte)(BitOperations.Log2((uint)rest) + 1);
        return new HuffmanTable(weights[..(count + 1)], width);
    }

    private static int ReadDirect(ReadOnlySpan<byte> data, int count, Span<byte> weights)
    {
        for (int i = 0; i < count; i++)
        {
            weights[i] = (byte)((i & 1) == 0 ? data[i >> 1] >> 4 : data[i >> 1] & 15);
        }

        return count;
    }

    /// <summary>Weights in finite state entropy, two states in turn, until the bits run out.</summary>
    private static int ReadPacked(ReadOnlySpan<byte> data, Span<byte> weights)
    {
        var table = FseTable.Read(ref data, MostAccuracy, weights.Length - 1);
        var bits = new BackwardBits(data);
        uint state = bits.Read(table.Accuracy);
        uint other = bits.Read(table.Accuracy);
        int count = 0;
        while (count < weights.Length - 2)
        {
            weights[count++] = (byte)table.Symbol(state);
            if (bits.Left < table.Bits(state))
            {
                weights[count++] = (byte)table.Symbol(other);
                return count;
            }

            state = table.Next(state, ref bits);
            (state, other) = (other, state);
        }

        throw ZstdFault.Damaged();
    }
}
