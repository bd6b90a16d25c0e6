using System.Text;

namespace Tollama.Core.Parquet.Format;

/// <summary>Reads Thrift's compact protocol, in which Parquet writes its footer and its page headers.</summary>
internal ref struct ThriftReader
{
    private const int DeepestNesting = 24;

    private readonly ReadOnlySpan<byte> _data;
    private int _depth;

    /// <summary>A reader at the start of a span.</summary>
    public ThriftReader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>Reads the fields of one struct.</summary>
    /// <typeparam name="T">What they are put into.</typeparam>
    /// <param name="reader">The reader, at the struct.</param>
    /// <param name="target">Receives the values.</param>
    /// <param name="field">Number of the field.</param>
    /// <param name="type">Type of its value.</param>
    /// <returns>Whether the value was read; false to pass over it.</returns>
    public delegate bool FieldReader<in T>(ref ThriftReader reader, int field, ThriftType type, T target);

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a struct; fields that the reader does not take are passed over.</summary>
    public void ReadStruct<T>(T target, FieldReader<T> read)
    {
        Enter();
        int field = 0;
        while (TryReadField(ref field, out var type))
        {
            if (!read(ref this, field, type, target))
            {
                Skip(type);
            }
        }

        _depth--;
    }

    /// <summary>Reads a list of structs.</summary>
    public List<T> ReadStructs<T>(FieldReader<T> read)
        where T : new()
    {
        var (count, type) = ReadListHeader();
        if (type != ThriftType.Struct && count > 0)
        {
            throw ParquetFault.Damaged("a list of structures holds something else");
        }

        var items = new List<T>();
        for (int i = 0; i < count; i++)
        {
            var item = new T();
            ReadStruct(item, read);
            items.Add(item);
        }

        return items;
    }

    /// <summary>Reads a list of texts.</summary>
    public List<string> ReadTexts()
    {
        var (count, type) = ReadListHeader();
        if (type != ThriftType.Binary && count > 0)
        {
            throw ParquetFault.Damaged("a list of texts holds something else");
        }

        var texts = new List<string>();
        for (int i = 0; i < count; i++)
        {
            texts.Add(ReadText());
        }

        return texts;
    }

    /// <summary>Reads an integer of 16, 32 or 64 bits.</summary>
    public long ReadInteger()
    {
        ulong raw = ReadVarint();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    /// <summary>Reads an integer that must fit 32 bits and not be negative.</summary>
    public int ReadCount()
    {
        long value = ReadInteger();
        return value is >= 0 and <= int.MaxValue
            ? (int)value
            : throw ParquetFault.Damaged($"a count of {value} in its headers");
    }

    /// <summary>Reads a text.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadBinary());

    private ReadOnlySpan<byte> ReadBinary()
    {
        ulong length = ReadVarint();
        return length <= int.MaxValue
            ? Take((int)length)
            : throw ParquetFault.Damaged("a text of its headers has no end");
    }

    private bool TryReadField(ref int field, out ThriftType type)
    {
        byte head = Take(1)[0];
        type = (ThriftType)(head & 0x0F);
        if (type == ThriftType.Stop)
        {
            return false;
        }

        field = head >> 4 == 0 ? (int)ReadInteger() : field + (head >> 4);
        return true;
    }

    private (int Count, ThriftType Type) ReadListHeader()
    {
        byte head = Take(1)[0];
        ulong count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        return count <= (ulong)_data.Length // every item takes at least a byte
            ? ((int)count, (ThriftType)(head & 0x0F))
            : throw ParquetFault.Damaged("a list of its headers is longer than the headers");
    }

    private void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                return;
            case ThriftType.Byte:
                Take(1);
                return;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint();
                return;
            case ThriftType.Double:
                Take(8);
                return;
            case ThriftType.Binary:
                ReadBinary();
                return;
            case ThriftType.List or ThriftType.Set:
                SkipList();
                return;
            case ThriftType.Map:
                SkipMap();
                return;
            case ThriftType.Struct:
                ReadStruct(0, static (ref ThriftReader _, int _, ThriftType _, int _) => false);
                return;
            default:
                throw ParquetFault.Damaged($"its headers hold a value of unknown type {(int)type}");
        }
    }

    private void SkipList()
    {
        var (count, type) = ReadListHeader();
        SkipItems(count, type);
    }

    private void SkipMap()
    {
        ulong count = ReadVarint();
        if (count == 0)
        {
            return;
        }

        byte types = Take(1)[0];
        for (ulong i = 0; i < count; i++)
        {
            SkipItems(1, (ThriftType)(types >> 4));
            SkipItems(1, (ThriftType)(types & 0x0F));
        }
    }

    /// <summary>Items of a list; booleans take a byte there, unlike in a struct.</summary>
    private void SkipItems(int count, ThriftType type)
    {
        Enter();
        for (int i = 0; i < count; i++)
        {
            Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type);
        }

        _depth--;
    }

    private void Enter()
    {
        if (++_depth > DeepestNesting)
        {
            throw ParquetFault.Damaged("its headers are nested too deeply");
        }
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw ParquetFault.Damaged("a number of its headers has no end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - Position)
        {
            throw ParquetFault.Damaged("its headers end early");
        }

        var taken = _data.Slice(Position, count);
        Position += count;
        return taken;
    }
}
