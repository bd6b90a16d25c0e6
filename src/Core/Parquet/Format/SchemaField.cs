namespace Tollama.Core.Parquet.Format;

/// <summary>A node of the schema (parquet.thrift, SchemaElement).</summary>
internal sealed class SchemaField
{
    private const int Optional = 1;
    private const int Repeated = 2;

    /// <summary>Name of the node.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>How values are stored; null for a group.</summary>
    public PhysicalType? Physical { get; private set; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int Length { get; private set; }

    /// <summary>Nodes below it.</summary>
    public int ChildCount { get; private set; }

    /// <summary>Whether values may be missing.</summary>
    public bool IsOptional { get; private set; }

    /// <summary>Whether it holds lists.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>What the values mean.</summary>
    public LogicalType Logical { get; } = new();

    /// <summary>Reads one field of the node.</summary>
    public static bool Read(ref ThriftReader reader, int field, ThriftType type, SchemaField target)
    {
        switch (field)
        {
            case 1:
                target.Physical = (PhysicalType)reader.ReadInteger();
                return true;
            case 2:
                target.Length = reader.ReadCount();
                return true;
            case 3:
                int repetition = reader.ReadCount();
                target.IsOptional = repetition == Optional;
                target.IsRepeated = repetition == Repeated;
                return true;
            case 4:
                target.Name = reader.ReadText();
                return true;
            case 5:
                target.ChildCount = reader.ReadCount();
                return true;
            case 6:
                target.Logical.SetConverted(reader.ReadCount());
                return true;
            case 7:
                target.Logical.Scale = reader.ReadCount();
                return true;
            case 10 when type == ThriftType.Struct:
                reader.ReadStruct(target.Logical, LogicalType.Read);
                return true;
            default:
                return false;
        }
    }
}
