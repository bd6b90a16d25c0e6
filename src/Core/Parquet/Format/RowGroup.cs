namespace Tollama.Core.Parquet.Format;

/// <summary>A run of rows (parquet.thrift, RowGroup).</summary>
internal sealed class RowGroup
{
    /// <summary>Its columns.</summary>
    public IReadOnlyList<ColumnChunk> Columns { get; private set; } = [];

    /// <summary>Rows.</summary>
    public long RowCount { get; private set; }

    /// <summary>Reads one field.</summary>
    public static bool Read(ref ThriftReader reader, int field, ThriftType _, RowGroup target)
    {
        switch (field)
        {
            case 1:
                target.Columns = reader.ReadStructs<ColumnChunk>(ColumnChunk.Read);
                return true;
            case 3:
                target.RowCount = reader.ReadInteger();
                return true;
            default:
                return false;
        }
    }
}
