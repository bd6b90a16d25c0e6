namespace Tollama.Core.Tables;

/// <summary>How a table's file is written.</summary>
public enum TableFormat
{
    /// <summary>Text, a line per row.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
