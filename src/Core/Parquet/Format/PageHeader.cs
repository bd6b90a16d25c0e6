namespace Tollama.Core.Parquet.Format;

/// <summary>What stands before a page (parquet.thrift, PageHeader).</summary>
internal sealed class PageHeader
{
    /// <summary>A page of values, levels inside the compressed part.</summary>
    public const int DataPage = 0;

    /// <summary>A page of the values that indices stand for.</summary>
    public const int DictionaryPage = 2;

    /// <summary>A page of values, levels before the compressed part.</summary>
    public const int DataPageV2 = 3;

    /// <summary>Kind of the page.</summary>
    public int Type { get; private set; } = -1;

    /// <summary>Bytes once it is decompressed.</summary>
    public int Size { get; private set; }

    /// <summary>Bytes in the file.</summary>
    public int CompressedSize { get; private set; }

    /// <summary>Values, missing ones included.</summary>
    public int ValueCount { get; private set; }

    /// <summary>How values are encoded.</summary>
    public int Encoding { get; private set; }

    /// <summary>How definition levels of a first-version page are encoded.</summary>
    public int LevelEncoding { get; private set; } = Encodings.ValueEncoding.Rle;

    /// <summary>Bytes of definition levels of a second-version page.</summary>
    public int DefinitionSize { get; private set; }

    /// <summary>Bytes of repetition levels of a second-version page.</summary>
    public int RepetitionSize { get; private set; }

    /// <summary>Whether the values of a second-version page are compressed.</summary>
    public bool IsCompressed { get; private set; } = true;

    /// <summary>Reads one field.</summary>
    public static bool Read(ref ThriftReader reader, int field, ThriftType type, PageHeader target)
    {
        switch (field)
        {
            case 1:
                target.Type = reader.ReadCount();
                return true;
            case 2:
                target.Size = reader.ReadCount();
                return true;
            case 3:
                target.CompressedSize = reader.ReadCount();
                return true;
            case 5 or 7 when type == ThriftType.Struct:
                reader.ReadStruct(target, ReadValues);
                return true;
            case 8 when type == ThriftType.Struct:
                reader.ReadStruct(target, ReadSecondVersion);
                return true;
            default:
                return false;
        }
    }

    /// <summary>DataPageHeader, and DictionaryPageHeader, which begins like it.</summary>
    private static bool ReadValues(ref ThriftReader reader, int field, ThriftType type, PageHeader target)
    {
        switch (field)
        {
            case 1:
                target.ValueCount = reader.ReadCount();
                return true;
            case 2:
                target.Encoding = reader.ReadCount();
                return true;
            case 3 when type == ThriftType.Int32:
                target.LevelEncoding = reader.ReadCount();
                return true;
            default:
                return false;
        }
    }

    private static bool ReadSecondVersion(ref ThriftReader reader, int field, ThriftType type, PageHeader target)
    {
        switch (field)
        {
            case 1:
                target.ValueCount = reader.ReadCount();
                return true;
            case 4:
                target.Encoding = reader.ReadCount();
                return true;
            case 5:
                target.DefinitionSize = reader.ReadCount();
                return true;
            case 6:
                target.RepetitionSize = reader.ReadCount();
                return true;
            case 7:
                target.IsCompressed = type == ThriftType.True;
                return true;
            default:
                return false;
        }
    }
}
