using System.Buffers.Binary;
using System.Text;

namespace Tollama.Silo.Metering;

/// <summary>
/// Rows in SQLite's record format (sqlite.org/fileformat2.html §2): a header of serial types, then the values. A value is
/// null, a <see cref="long"/>, a <see cref="double"/>, or a <see cref="string"/>; blobs are read as null.
/// </summary>
internal static class SqliteRecord
{
    /// <summary>Reads the values of a record.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static object?[] Read(ReadOnlySpan<byte> record)
    {
        int position = 0;
        int headerLength = (int)ReadVarint(record, ref position);
        if (headerLength < position || headerLength > record.Length)
        {
            throw new InvalidDataException("a record's header is longer than the record");
        }

        var values = new List<object?>();
        int body = headerLength;
        while (position < headerLength)
        {
            values.Add(ReadValue(record, ReadVarint(record, ref position), ref body));
        }

        return [.. values];
    }

    /// <summary>Writes a record.</summary>
    public static byte[] Write(params ReadOnlySpan<object?> values)
    {
        var header = new List<byte>();
        var body = new List<byte>();
        foreach (object? value in values)
        {
            WriteValue(value, header, body);
        }

        // The length counts itself; a header of ours never reaches the 127 bytes at which it would need two.
        return [(byte)(header.Count + 1), .. header, .. body];
    }

    /// <summary>Reads a number of one to nine bytes, seven bits each, high bits first.</summary>
    /// <exception cref="InvalidDataException">The bytes end within it.</exception>
    public static long ReadVarint(ReadOnlySpan<byte> bytes, ref int position)
    {
        long value = 0;
        for (int i = 0; i < 9; i++)
        {
            if (position >= bytes.Length)
            {
                throw new InvalidDataException("the file ends within a number");
            }

            byte next = bytes[position++];
            if (i == 8)
            {
                return (value << 8) | next;
            }

            value = (value << 7) | (next & 0x7FL);
            if (next < 0x80)
            {
                break;
            }
        }

        return value;
    }

    /// <summary>Appends a number of seven-bit groups; at most 56 bits, which is more than any row or size here.</summary>
    public static void WriteVarint(List<byte> target, long value)
    {
        int groups = 1;
        while (value >> (7 * groups) != 0)
        {
            groups++;
        }

        for (int i = groups - 1; i >= 0; i--)
        {
            target.Add((byte)(((value >> (7 * i)) & 0x7F) | (i > 0 ? 0x80L : 0)));
        }
    }

    private static object? ReadValue(ReadOnlySpan<byte> record, long type, ref int body)
    {
        long length = type switch
        {
            >= 1 and <= 4 => type,
            5 => 6,
            6 or 7 => 8,
            >= 12 => (type - 12) / 2,
            _ => 0,
        };
        if (length > record.Length - body)
        {
            throw new InvalidDataException("a value is longer than its record");
        }

        var bytes = record.Slice(body, (int)length);
        body += (int)length;
        return type switch
        {
            7 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            >= 1 and <= 6 => ReadInteger(bytes),
            8 => 0L,
            9 => 1L,
            >= 13 when type % 2 == 1 => Encoding.UTF8.GetString(bytes),
            _ => null,
        };
    }

    private static long ReadInteger(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[0];
        foreach (byte next in bytes[1..])
        {
            value = (value << 8) | next;
        }

        return value;
    }

    private static void WriteValue(object? value, List<byte> header, List<byte> body)
    {
        Span<byte> bytes = stackalloc byte[8];
        switch (value)
        {
            case null:
                header.Add(0);
                break;
            case string text:
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                WriteVarint(header, 13 + (2L * utf8.Length));
                body.AddRange(utf8);
                break;
            case double number:
                header.Add(7);
                BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
                body.AddRange(bytes);
                break;
            case long number:
                header.Add(6);
                BinaryPrimitives.WriteInt64BigEndian(bytes, number);
                body.AddRange(bytes);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} has no place in a record", nameof(value));
        }
    }
}
