namespace Tollama.Core.Parquet.Format;

/// <summary>The part of a column that one row group holds (parquet.thrift, ColumnChunk and ColumnMetaData).</summary>
internal sealed class ColumnChunk
{
    /// <summary>Names from the schema's root to the column.</summary>
    public IReadOnlyList<string> Path { get; private set; } = [];

    /// <summary>How values are stored.</summary>
    public PhysicalType Physical { get; private set; }

    /// <summary>How pages are compressed.</summary>
    public int Codec { get; private set; }

    /// <summary>Values, missing ones included.</summary>
    public long ValueCount { get; private set; }

    /// <summary>Bytes in the file, headers of pages included.</summary>
    public long CompressedSize { get; private set; }

    /// <summary>Whether it is in another file or encrypted.</summary>
    public bool IsElsewhere { get; private set; }

    /// <summary>Where its first page begins.</summary>
    public long Start => DictionaryOffset > 0 ? Math.Min(DictionaryOffset, DataOffset) : DataOffset;

    private long DataOffset { get; set; }

    private long DictionaryOffset { get; set; }

    /// <summary>Reads one field.</summary>
    public static bool Read(ref ThriftReader reader, int field, ThriftType type, ColumnChunk target)
    {
        switch (field)
        {
            case 1 or 8:
                target.IsElsewhere = true;
                return false;
            case 3 when type == ThriftType.Struct:
                reader.ReadStruct(target, ReadMetadata);
                return true;
            default:
                return false;
        }
    }

    private static bool ReadMetadata(ref ThriftReader reader, int field, ThriftType _, ColumnChunk target)
    {
        switch (field)
        {
            case 1:
                target.Physical = (PhysicalType)reader.ReadInteger();
                return true;
            case 3:
                target.Path = reader.ReadTexts();
                return true;
            case 4:
                target.Codec = reader.ReadCount();
                return true;
            case 5:
                target.ValueCount = reader.ReadInteger();
                return true;
            case 7:
                target.CompressedSize = reader.ReadInteger();
                return true;
            case 9:
                target.DataOffset = reader.ReadInteger();
                return true;
            case 11:
                target.DictionaryOffset = reader.ReadInteger();
                return true;
            default:
                return false;
        }
    }
}
