using System.Buffers.Binary;

namespace Tollama.Core.Tests.Parquet;

/// <summary>
/// Writes a Parquet file of one required INT32 column in one plain page, with what a liar would say about it.
/// </summary>
internal sealed class TinyParquet
{
    private readonly MemoryStream _bytes = new();
    private int _lastField;

    /// <summary>Codec that the column says it has; the page is not compressed whatever it says.</summary>
    public int Codec { get; init; }

    /// <summary>Encoding that the page says it has.</summary>
    public int Encoding { get; init; }

    /// <summary>Size that the page says it expands to; null for the true one.</summary>
    public int? ClaimedPageSize { get; init; }

    /// <summary>Values that page and column say they have; null for the true number.</summary>
    public int? ClaimedValueCount { get; init; }

    /// <summary>The file.</summary>
    public byte[] Write(int[] values)
    {
        byte[] page = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(4 * i), values[i]);
        }

        _bytes.Write("PAR1"u8);
        int count = ClaimedValueCount ?? values.Length;
        WritePageHeader(page.Length, count);
        _bytes.Write(page);
        int end = (int)_bytes.Length;
        WriteFooter(end - 4, count);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)_bytes.Length - end);
        _bytes.Write(length);
        _bytes.Write("PAR1"u8);
        return _bytes.ToArray();
    }

    private void WritePageHeader(int length, int count)
    {
        Integer(1, 0);
        Integer(2, ClaimedPageSize ?? length);
        Integer(3, length);
        Struct(5, () =>
        {
            Integer(1, count);
            Integer(2, Encoding);
            Integer(3, 3);
            Integer(4, 3);
        });
        Stop();
    }

    private void WriteFooter(int size, int count)
    {
        Integer(1, 1);
        Structs(2, [
            () =>
            {
                Text(4, "schema");
                Integer(5, 1);
            },
            () =>
            {
                Integer(1, 1);
                Integer(3, 0);
                Text(4, "y");
            },
        ]);
        Integer(3, count, wide: true);
        Structs(4, [() =>
        {
            Structs(1, [() => Struct(3, () =>
            {
                Integer(1, 1);
                Header(3, 9);
                _bytes.WriteByte(0x18);
                Bytes("y");
                Integer(4, Codec);
                Integer(5, count, wide: true);
                Integer(7, size, wide: true);
                Integer(9, 4, wide: true);
            })]);
            Integer(3, count, wide: true);
        }]);
        Stop();
    }

    private void Integer(int field, long value, bool wide = false)
    {
        Header(field, wide ? 6 : 5);
        Varint((ulong)((value << 1) ^ (value >> 63)));
    }

    private void Text(int field, string text)
    {
        Header(field, 8);
        Bytes(text);
    }

    private void Bytes(string text)
    {
        Varint((ulong)text.Length);
        _bytes.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    private void Structs(int field, Action[] items)
    {
        Header(field, 9);
        _bytes.WriteByte((byte)((items.Length << 4) | 12));
        foreach (var item in items)
        {
            Nested(item);
        }
    }

    private void Struct(int field, Action write)
    {
        Header(field, 12);
        Nested(write);
    }

    private void Nested(Action write)
    {
        int outer = _lastField;
        _lastField = 0;
        write();
        Stop();
        _lastField = outer;
    }

    private void Stop()
    {
        _bytes.WriteByte(0);
        _lastField = 0;
    }

    private void Header(int field, int type)
    {
        _bytes.WriteByte((byte)(((field - _lastField) << 4) | type));
        _lastField = field;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.WriteByte((byte)(value | 0x80));
        }

        _bytes.WriteByte((byte)value);
    }
}
