namespace Tollama.Core.Parquet.Format;

/// <summary>What the values of a column mean.</summary>
internal enum ValueKind
{
    /// <summary>Numbers or bytes as they are stored.</summary>
    Plain,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Integers without sign.</summary>
    Unsigned,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>Points in time.</summary>
    Timestamp,

    /// <summary>Integers with an implied decimal point.</summary>
    Decimal,

    /// <summary>16-bit floating point.</summary>
    HalfFloat,

    /// <summary>Universally unique identifiers.</summary>
    Uuid,

    /// <summary>Something that no column of a tidy table holds.</summary>
    Other,
}
