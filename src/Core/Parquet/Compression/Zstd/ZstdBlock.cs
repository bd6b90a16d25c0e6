namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>Decodes compressed blocks of one frame (RFC 8878 §3.1.1.2); keeps what later blocks may refer to.</summary>
internal sealed class ZstdBlock
{
    private const int MostLiterals = 128 * 1024;

    private readonly byte[] _literals = new byte[MostLiterals];
    private HuffmanTable? _code;
    private FseTable? _literalLengths;
    private FseTable? _offsets;
    private FseTable? _matchLengths;
    private (uint First, uint Second, uint Third) _recent = (1, 4, 8);

    /// <summary>Decodes a block.</summary>
    /// <param name="input">The block.</param>
    /// <param name="output">The frame's output.</param>
    /// <param name="written">Bytes of it that are there.</param>
    /// <returns>Bytes that the block adds.</returns>
    public int Decode(ReadOnlySpan<byte> input, Span<byte> output, int written)
    {
        ReadOnlySpan<byte> literals = _literals.AsSpan(0, ReadLiterals(ref input));
        int start = written;
        int count = ReadSequenceCount(ref input);
        if (count > 0)
        {
            ReadTables(ref input);
            written = RunSequences(input, count, ref literals, output, written);
        }

        if (literals.Length > output.Length - written)
        {
            throw ZstdFault.Damaged();
        }

        literals.CopyTo(output[written..]);
        return written + literals.Length - start;
    }

    private int ReadLiterals(ref ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            throw ZstdFault.Damaged();
        }

        int type = input[0] & 3;
        int format = (input[0] >> 2) & 3;
        if (type >= 2)
        {
            return ReadCompressedLiterals(ref input, format, isTreeless: type == 3);
        }

        ulong head = Head(ref input, format switch { 1 => 2, 3 => 3, _ => 1 });
        int size = (int)(head >> ((format & 1) == 0 ? 3 : 4));
        if (size > MostLiterals)
        {
            throw ZstdFault.Damaged();
        }

        if (type == 0)
        {
            ZstdDecoder.Take(ref input, size).CopyTo(_literals);
        }
        else
        {
            _literals.AsSpan(0, size).Fill(ZstdDecoder.Take(ref input, 1)[0]);
        }

        return size;
    }

    private int ReadCompressedLiterals(ref ReadOnlySpan<byte> input, int format, bool isTreeless)
    {
        int width = format switch { 2 => 14, 3 => 18, _ => 10 };
        ulong head = Head(ref input, format switch { 2 => 4, 3 => 5, _ => 3 }) >> 4;
        int size = (int)(head & ((1UL << width) - 1));
        var packed = ZstdDecoder.Take(ref input, (int)((head >> width) & ((1UL << width) - 1)));
        if (size > MostLiterals)
        {
            throw ZstdFault.Damaged();
        }

        if (!isTreeless)
        {
            _code = HuffmanTable.Read(ref packed);
        }

        var code = _code ?? throw ZstdFault.Damaged();
        if (format == 0)
        {
            code.Decode(packed, _literals.AsSpan(0, size));
        }
        else
        {
            DecodeFourStreams(code, packed, _literals.AsSpan(0, size));
        }

        return size;
    }

    private static void DecodeFourStreams(HuffmanTable code, ReadOnlySpan<byte> packed, Span<byte> output)
    {
        var sizes = ZstdDecoder.Take(ref packed, 6);
        int quarter = (output.Length + 3) / 4;
        if (3 * quarter > output.Length)
        {
            throw ZstdFault.Damaged();
        }

        for (int i = 0; i < 3; i++)
        {
            int size = sizes[2 * i] | (sizes[(2 * i) + 1] << 8);
            code.Decode(ZstdDecoder.Take(ref packed, size), output[..quarter]);
            output = output[quarter..];
        }

        code.Decode(packed, output);
    }

    private static int ReadSequenceCount(ref ReadOnlySpan<byte> input)
    {
        int first = ZstdDecoder.Take(ref input, 1)[0];
        return first switch
        {
            < 128 => first,
            < 255 => ((first - 128) << 8) + ZstdDecoder.Take(ref input, 1)[0],
            _ => (int)Head(ref input, 2) + 0x7F00,
        };
    }

    private void ReadTables(ref ReadOnlySpan<byte> input)
    {
        int modes = ZstdDecoder.Take(ref input, 1)[0];
        _literalLengths = ReadTable(ref input, modes >> 6, SequenceCodes.Literals, _literalLengths);
        _offsets = ReadTable(ref input, (modes >> 4) & 3, SequenceCodes.Offsets, _offsets);
        _matchLengths = ReadTable(ref input, (modes >> 2) & 3, SequenceCodes.Matches, _matchLengths);
    }

    private static FseTable ReadTable(ref ReadOnlySpan<byte> input, int mode, SequenceKind kind, FseTable? before)
    {
        switch (mode)
        {
            case 0:
                return kind.Predefined;
            case 1:
                byte symbol = ZstdDecoder.Take(ref input, 1)[0];
                return symbol <= kind.LastCode ? FseTable.OfSymbol(symbol) : throw ZstdFault.Damaged();
            case 2:
                return FseTable.Read(ref input, kind.MostAccuracy, kind.LastCode);
            default:
                return before ?? throw ZstdFault.Damaged();
        }
    }

    private int RunSequences(
        ReadOnlySpan<byte> input, int count, ref ReadOnlySpan<byte> literals, Span<byte> output, int written)
    {
        var bits = new BackwardBits(input);
        var (lengths, offsets, matches) = (_literalLengths!, _offsets!, _matchLengths!); // read just before
        uint length = bits.Read(lengths.Accuracy);
        uint offset = bits.Read(offsets.Accuracy);
        uint match = bits.Read(matches.Accuracy);
        for (int i = 0; i < count; i++)
        {
            int code = offsets.Symbol(offset);
            uint distance = (1U << code) + bits.Read(code);
            int matchLength = SequenceCodes.MatchLength(matches.Symbol(match), ref bits);
            int literalLength = SequenceCodes.LiteralLength(lengths.Symbol(length), ref bits);
            if (literalLength > literals.Length || literalLength > output.Length - written || bits.Left < 0)
            {
                throw ZstdFault.Damaged();
            }

            literals[..literalLength].CopyTo(output[written..]);
            literals = literals[literalLength..];
            written += literalLength;
            BackReference.Copy(output, written, Resolve(distance, literalLength), matchLength);
            written += matchLength;
            if (i < count - 1)
            {
                length = lengths.Next(length, ref bits);
                match = matches.Next(match, ref bits);
                offset = offsets.Next(offset, ref bits);
            }
        }

        return bits.Left == 0 ? written : throw ZstdFault.Damaged();
    }

    /// <summary>The distance of a match: one of the recent ones, or a new one (RFC 8878 §3.1.1.5).</summary>
    private uint Resolve(uint value, int literalLength)
    {
        if (value > 3)
        {
            _recent = (value - 3, _recent.First, _recent.Second);
            return _recent.First;
        }

        uint which = value + (literalLength == 0 ? 1U : 0U);
        uint distance = which switch
        {
            1 => _recent.First,
            2 => _recent.Second,
            3 => _recent.Third,
            _ => _recent.First - 1,
        };
        _recent = which switch
        {
            1 => _recent,
            2 => (distance, _recent.First, _recent.Third),
            _ => (distance, _recent.First, _recent.Second),
        };
        return distance;
    }

    private static ulong Head(ref ReadOnlySpan<byte> input, int bytes)
    {
        ulong value = 0;
        var taken = ZstdDecoder.Take(ref input, bytes);
        for (int i = 0; i < bytes; i++)
        {
            value |= (ulong)taken[i] << (8 * i);
        }

        return value;
    }
}
