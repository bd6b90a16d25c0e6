namespace Tollama.Core.Parquet.Format;

/// <summary>How values are stored (parquet.thrift, Type).</summary>
internal enum PhysicalType
{
    /// <summary>One bit.</summary>
    Boolean = 0,

    /// <summary>32-bit integer.</summary>
    Int32 = 1,

    /// <summary>64-bit integer.</summary>
    Int64 = 2,

    /// <summary>Nanoseconds of a Julian day; no longer written by current programs.</summary>
    Int96 = 3,

    /// <summary>32-bit floating point.</summary>
    Float = 4,

    /// <summary>64-bit floating point.</summary>
    Double = 5,

    /// <summary>Bytes with a length before them.</summary>
    ByteArray = 6,

    /// <summary>Bytes of a length that the schema gives.</summary>
    FixedLengthByteArray = 7,
}
