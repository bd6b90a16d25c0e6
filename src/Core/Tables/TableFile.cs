using Tollama.Core.Errors;
using Tollama.Core.Parquet;
using Tollama.Core.Tables.Csv;

namespace Tollama.Core.Tables;

/// <summary>Reads table files. The gateway and the command line both come here.</summary>
public static class TableFile
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="bytes">The file; not kept.</param>
    /// <param name="format">How it is written.</param>
    /// <exception cref="TollamaException">InvalidRequest: it is empty, damaged, or no table.</exception>
    public static Table Read(ReadOnlyMemory<byte> bytes, TableFormat format) => format switch
    {
        TableFormat.Csv => CsvSheet.Read(CsvText.Decode(bytes.Span)).ToTable(),
        _ => ParquetFile.Read(bytes),
    };
}
