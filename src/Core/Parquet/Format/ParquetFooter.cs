using System.Buffers.Binary;

namespace Tollama.Core.Parquet.Format;

/// <summary>The end of a Parquet file, which says what it holds and where (parquet.thrift, FileMetaData).</summary>
internal sealed class ParquetFooter
{
    private const int TailLength = 8; // length of the footer, magic

    private List<SchemaField> _schema = [];
    private List<KeyValue> _notes = [];

    /// <summary>Runs of rows, in order.</summary>
    public IReadOnlyList<RowGroup> RowGroups { get; private set; } = [];

    /// <summary>Columns of the table; a group stands for all below it.</summary>
    public IReadOnlyList<SchemaField> Columns { get; private set; } = [];

    /// <summary>A note that the writer left; null when there is none.</summary>
    public string? Note(string key) => _notes.Find(note => note.Key == key)?.Value;

    /// <summary>Reads the footer of a file.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: no Parquet file, damaged, or encrypted.</exception>
    public static ParquetFooter Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < TailLength + 4 || !(file.StartsWith("PAR1"u8) || file.StartsWith("PARE"u8)))
        {
            throw ParquetFault.Damaged("it does not begin like a Parquet file");
        }

        var magic = file[^4..];
        if (magic.SequenceEqual("PARE"u8))
        {
            throw ParquetFault.Unsupported("it is encrypted");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[^TailLength..]);
        if (!magic.SequenceEqual("PAR1"u8) || length > (uint)(file.Length - TailLength - 4))
        {
            throw ParquetFault.Damaged("it does not end like a Parquet file");
        }

        var footer = new ParquetFooter();
        var reader = new ThriftReader(file.Slice(file.Length - TailLength - (int)length, (int)length));
        reader.ReadStruct(footer, ReadField);
        footer.Columns = footer.TopLevel();
        return footer;
    }

    private static bool ReadField(ref ThriftReader reader, int field, ThriftType _, ParquetFooter target)
    {
        switch (field)
        {
            case 2:
                target._schema = reader.ReadStructs<SchemaField>(SchemaField.Read);
                return true;
            case 4:
                target.RowGroups = reader.ReadStructs<RowGroup>(RowGroup.Read);
                return true;
            case 5:
                target._notes = reader.ReadStructs<KeyValue>(KeyValue.Read);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The nodes right below the root: the schema lists the tree depth first.</summary>
    private List<SchemaField> TopLevel()
    {
        var columns = new List<SchemaField>();
        int next = 1;
        for (int i = 0; _schema.Count > 0 && i < _schema[0].ChildCount; i++)
        {
            if (next >= _schema.Count)
            {
                throw ParquetFault.Damaged("its schema ends early");
            }

            columns.Add(_schema[next]);
            for (long open = 1; open > 0; next++)
            {
                if (next >= _schema.Count)
                {
                    throw ParquetFault.Damaged("its schema ends early");
                }

                open += _schema[next].ChildCount - 1;
            }
        }

        return columns;
    }

    private sealed class KeyValue
    {
        public string Key { get; private set; } = string.Empty;

        public string? Value { get; private set; }

        public static bool Read(ref ThriftReader reader, int field, ThriftType _, KeyValue target)
        {
            switch (field)
            {
                case 1:
                    target.Key = reader.ReadText();
                    return true;
                case 2:
                    target.Value = reader.ReadText();
                    return true;
                default:
                    return false;
            }
        }
    }
}
