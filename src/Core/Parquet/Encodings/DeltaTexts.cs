namespace Tollama.Core.Parquet.Encodings;

/// <summary>
/// Texts whose lengths, or what they share with the text before, are written as differences (Parquet, Encodings.md).
/// </summary>
internal static class DeltaTexts
{
    /// <summary>Reads DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.</summary>
    public static ReadOnlyMemory<byte>[] ReadLengths(ReadOnlyMemory<byte> data, int most)
    {
        var rest = data.Span;
        long[] lengths = DeltaValues.Read(ref rest, most);
        var texts = new ReadOnlyMemory<byte>[lengths.Length];
        var bytes = data[^rest.Length..];
        for (int i = 0; i < texts.Length; i++)
        {
            if (lengths[i] < 0 || lengths[i] > bytes.Length)
            {
                throw ParquetFault.Damaged("a text is longer than its page");
            }

            texts[i] = bytes[..(int)lengths[i]];
            bytes = bytes[(int)lengths[i]..];
        }

        return texts;
    }

    /// <summary>Reads DELTA_BYTE_ARRAY: lengths of what each shares with the one before, then the rests.</summary>
    public static ReadOnlyMemory<byte>[] ReadPrefixes(ReadOnlyMemory<byte> data, int most, ParquetBudget budget)
    {
        var rest = data.Span;
        long[] shared = DeltaValues.Read(ref rest, most);
        var texts = ReadLengths(data[^rest.Length..], most);
        if (texts.Length != shared.Length)
        {
            throw ParquetFault.Damaged("texts and what they share differ in number");
        }

        for (int i = 0; i < texts.Length; i++)
        {
            if (shared[i] == 0)
            {
                continue;
            }

            if (i == 0 || shared[i] < 0 || shared[i] > texts[i - 1].Length)
            {
                throw ParquetFault.Damaged("a text shares more than the text before it has");
            }

            budget.TakeBytes(shared[i] + texts[i].Length);
            byte[] whole = new byte[shared[i] + texts[i].Length];
            texts[i - 1][..(int)shared[i]].CopyTo(whole);
            texts[i].CopyTo(whole.AsMemory((int)shared[i]));
            texts[i] = whole;
        }

        return texts;
    }
}
