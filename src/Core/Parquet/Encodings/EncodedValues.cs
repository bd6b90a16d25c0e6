using System.Buffers.Binary;
using Tollama.Core.Parquet.Format;

namespace Tollama.Core.Parquet.Encodings;

/// <summary>The values of a page in any encoding.</summary>
internal static class EncodedValues
{
    private static readonly string[] Names =
    [
        "PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
        "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
    ];

    /// <summary>Reads the values that are not missing.</summary>
    /// <param name="field">The column.</param>
    /// <param name="encoding">A member of <see cref="ValueEncoding"/>.</param>
    /// <param name="data">The page, without its levels.</param>
    /// <param name="count">How many.</param>
    /// <param name="dictionary">What indices stand for; null where there is no dictionary.</param>
    /// <param name="budget">What the file may still expand to.</param>
    /// <exception cref="UnsupportedParquetException">The encoding is not known, or not for such values.</exception>
    public static PageValues Read(
        SchemaField field,
        int encoding,
        ReadOnlyMemory<byte> data,
        int count,
        PageValues? dictionary,
        ParquetBudget budget)
    {
        var values = (encoding, field.Physical) switch
        {
            (ValueEncoding.Plain, _) => PlainValues.Read(field, data, count),
            (ValueEncoding.PlainDictionary or ValueEncoding.RleDictionary, _) => ReadIndices(
                data.Span,
                count,
                dictionary),
            (ValueEncoding.Rle, PhysicalType.Boolean) => ReadBooleans(data.Span, count),
            (ValueEncoding.DeltaBinaryPacked, PhysicalType.Int32 or PhysicalType.Int64) => ReadDeltas(
                field,
                data.Span,
                count),
            (ValueEncoding.DeltaLengthByteArray, PhysicalType.ByteArray) => new PageValues
            {
                Blobs = DeltaTexts.ReadLengths(data, count),
            },
            (ValueEncoding.DeltaByteArray, PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray) =>
                new PageValues { Blobs = DeltaTexts.ReadPrefixes(data, count, budget) },
            (ValueEncoding.ByteStreamSplit, _) => ReadStreams(field, data.Span, count),
            _ => throw new UnsupportedParquetException(
                $"values of type {field.Physical} in encoding {Names.ElementAtOrDefault(encoding) ?? $"number {encoding}"}"
            ),
        };
        return values.Count == count
            ? values
            : throw ParquetFault.Damaged(
                $"a page of column '{field.Name}' has {values.Count} values instead of {count}");
    }

    private static PageValues ReadIndices(ReadOnlySpan<byte> data, int count, PageValues? dictionary)
    {
        if (dictionary is null)
        {
            throw ParquetFault.Damaged("indices without a dictionary");
        }

        if (count == 0)
        {
            return dictionary.Pick([]);
        }

        if (data.IsEmpty)
        {
            throw ParquetFault.Damaged("a page of indices is empty");
        }

        var indices = new int[count];
        HybridRuns.Read(data[1..], data[0], indices);
        return dictionary.Pick(indices);
    }

    private static PageValues ReadBooleans(ReadOnlySpan<byte> data, int count)
    {
        if (data.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(data) > (uint)(data.Length - 4))
        {
            throw ParquetFault.Damaged("a page of booleans ends early");
        }

        var runs = new int[count];
        HybridRuns.Read(data.Slice(4, (int)BinaryPrimitives.ReadUInt32LittleEndian(data)), 1, runs);
        return new PageValues { Integers = Array.ConvertAll(runs, run => (long)run) };
    }

    private static PageValues ReadDeltas(SchemaField field, ReadOnlySpan<byte> data, int count)
    {
        long[] values = DeltaValues.Read(ref data, count);
        if (field.Physical == PhysicalType.Int32)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = unchecked((int)values[i]);
            }
        }

        return new PageValues { Integers = values };
    }

    /// <summary>Puts the bytes of each value together, then reads them as if they had come so.</summary>
    private static PageValues ReadStreams(SchemaField field, ReadOnlySpan<byte> data, int count)
    {
        int width = PlainValues.Width(field);
        if ((long)width * count > data.Length)
        {
            throw ParquetFault.Damaged($"a page of column '{field.Name}' ends early");
        }

        byte[] joined = new byte[width * count];
        for (int i = 0; i < count; i++)
        {
            for (int part = 0; part < width; part++)
            {
                joined[(i * width) + part] = data[(part * count) + i];
            }
        }

        return PlainValues.Read(field, joined, count);
    }
}
