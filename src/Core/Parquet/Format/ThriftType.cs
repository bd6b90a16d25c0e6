namespace Tollama.Core.Parquet.Format;

/// <summary>Types of Thrift's compact protocol (its specification, "Struct encoding").</summary>
internal enum ThriftType
{
    /// <summary>End of a struct.</summary>
    Stop = 0,

    /// <summary>The boolean true.</summary>
    True = 1,

    /// <summary>The boolean false.</summary>
    False = 2,

    /// <summary>One byte.</summary>
    Byte = 3,

    /// <summary>16-bit integer.</summary>
    Int16 = 4,

    /// <summary>32-bit integer.</summary>
    Int32 = 5,

    /// <summary>64-bit integer.</summary>
    Int64 = 6,

    /// <summary>64-bit floating point number.</summary>
    Double = 7,

    /// <summary>Bytes or text.</summary>
    Binary = 8,

    /// <summary>List.</summary>
    List = 9,

    /// <summary>Set.</summary>
    Set = 10,

    /// <summary>Map.</summary>
    Map = 11,

    /// <summary>Struct.</summary>
    Struct = 12,
}
