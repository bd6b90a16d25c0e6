using System.Buffers.Binary;
using Tollama.Core.Parquet.Format;

namespace Tollama.Core.Parquet.Encodings;

/// <summary>Values one after another, as they are stored (Parquet, Encodings.md, PLAIN).</summary>
internal static class PlainValues
{
    private const long JulianEpoch = 2_440_588; // 1970-01-01

    /// <summary>Reads values.</summary>
    /// <param name="field">The column.</param>
    /// <param name="data">The page.</param>
    /// <param name="count">How many.</param>
    public static PageValues Read(SchemaField field, ReadOnlyMemory<byte> data, int count)
    {
        if (field.Physical == PhysicalType.ByteArray)
        {
            return new PageValues { Blobs = ReadTexts(data, count) };
        }

        long size = field.Physical == PhysicalType.Boolean ? PackedBits.Size(count, 1) : (long)count * Width(field);
        if (size > data.Length)
        {
            throw ParquetFault.Damaged($"a page of column '{field.Name}' ends early");
        }

        return field.Physical is PhysicalType.FixedLengthByteArray
            ? new PageValues { Blobs = Cut(data, count, field.Length) }
            : ReadFixed(field.Physical, data.Span, count);
    }

    /// <summary>Bytes of one value of fixed size.</summary>
    public static int Width(SchemaField field) => field.Physical switch
    {
        PhysicalType.Int32 or PhysicalType.Float => 4,
        PhysicalType.Int64 or PhysicalType.Double => 8,
        PhysicalType.Int96 => 12,
        PhysicalType.FixedLengthByteArray when field.Length > 0 => field.Length,
        _ => throw new UnsupportedParquetException($"it is stored as type {field.Physical}"),
    };

    private static PageValues ReadFixed(PhysicalType? physical, ReadOnlySpan<byte> data, int count)
    {
        if (physical is PhysicalType.Float or PhysicalType.Double)
        {
            var reals = new double[count];
            for (int i = 0; i < count; i++)
            {
                reals[i] = physical == PhysicalType.Float
                    ? BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..])
                    : BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]);
            }

            return new PageValues { Reals = reals };
        }

        var integers = new long[count];
        for (int i = 0; i < count; i++)
        {
            integers[i] = physical switch
            {
                PhysicalType.Boolean => (data[i >> 3] >> (i & 7)) & 1,
                PhysicalType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
                PhysicalType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]),
                _ => ReadJulian(data[(12 * i)..]),
            };
        }

        return new PageValues { Integers = integers };
    }

    /// <summary>Ticks of 100 ns since 1970: nanoseconds of the day, then the Julian day.</summary>
    private static long ReadJulian(ReadOnlySpan<byte> data)
    {
        long nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(data);
        long days = BinaryPrimitives.ReadInt32LittleEndian(data[8..]) - JulianEpoch;
        return (days * TimeSpan.TicksPerDay) + (nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    private static ReadOnlyMemory<byte>[] ReadTexts(ReadOnlyMemory<byte> data, int count)
    {
        if (count > data.Length / 4)
        {
            throw ParquetFault.Damaged("a page of texts ends early");
        }

        var texts = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            uint length = data.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(data.Span) : uint.MaxValue;
            if (length > (uint)Math.Max(0, data.Length - 4))
            {
                throw ParquetFault.Damaged("a text is longer than its page");
            }

            texts[i] = data.Slice(4, (int)length);
            data = data[(4 + (int)length)..];
        }

        return texts;
    }

    private static ReadOnlyMemory<byte>[] Cut(ReadOnlyMemory<byte> data, int count, int length)
    {
        var blobs = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            blobs[i] = data.Slice(i * length, length);
        }

        return blobs;
    }
}
