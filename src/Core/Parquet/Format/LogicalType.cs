namespace Tollama.Core.Parquet.Format;

/// <summary>What the values of a column mean (parquet.thrift, LogicalType and its predecessor ConvertedType).</summary>
internal sealed class LogicalType
{
    /// <summary>Nanoseconds of a microsecond, of a millisecond, and of 100 ns.</summary>
    public const long Micro = 1_000;

    /// <summary>Nanoseconds of a millisecond.</summary>
    public const long Milli = 1_000_000;

    private bool _isSet; // the newer annotation wins over the older one

    /// <summary>What they mean.</summary>
    public ValueKind Kind { get; private set; }

    /// <summary>Digits behind the decimal point.</summary>
    public int Scale { get; set; }

    /// <summary>Nanoseconds of one unit of a timestamp.</summary>
    public long Unit { get; private set; } = 1;

    /// <summary>Whether timestamps are points in UTC rather than readings of a wall clock.</summary>
    public bool IsUtc { get; private set; }

    /// <summary>Takes a value of ConvertedType.</summary>
    public void SetConverted(int converted)
    {
        if (_isSet)
        {
            return;
        }

        (Kind, Unit, IsUtc) = converted switch
        {
            0 or 4 or 19 => (ValueKind.Text, 1, false),
            5 => (ValueKind.Decimal, 1, false),
            6 => (ValueKind.Date, 1, false),
            9 => (ValueKind.Timestamp, Milli, true),
            10 => (ValueKind.Timestamp, Micro, true),
            >= 11 and <= 14 => (ValueKind.Unsigned, 1, false),
            >= 15 and <= 18 => (ValueKind.Plain, 1, false),
            _ => (ValueKind.Other, 1L, false),
        };
    }

    /// <summary>Reads one member of the union LogicalType.</summary>
    public static bool Read(ref ThriftReader reader, int field, ThriftType type, LogicalType target)
    {
        target._isSet = true;
        target.IsUtc = false;
        target.Unit = 1;
        target.Kind = field switch
        {
            1 or 4 or 12 => ValueKind.Text,
            5 => ValueKind.Decimal,
            6 => ValueKind.Date,
            8 => ValueKind.Timestamp,
            10 => ValueKind.Plain,
            11 => ValueKind.Plain,
            14 => ValueKind.Uuid,
            15 => ValueKind.HalfFloat,
            _ => ValueKind.Other,
        };
        if (type != ThriftType.Struct || field is not (5 or 8 or 10))
        {
            return false;
        }

        reader.ReadStruct(target, field switch
        {
            5 => ReadDecimal,
            8 => ReadTimestamp,
            _ => ReadInteger,
        });
        return true;
    }

    private static bool ReadDecimal(ref ThriftReader reader, int field, ThriftType _, LogicalType target)
    {
        if (field != 1)
        {
            return false;
        }

        target.Scale = reader.ReadCount();
        return true;
    }

    private static bool ReadTimestamp(ref ThriftReader reader, int field, ThriftType type, LogicalType target)
    {
        if (field == 1)
        {
            target.IsUtc = type == ThriftType.True;
            return type is ThriftType.True or ThriftType.False;
        }

        if (field != 2 || type != ThriftType.Struct)
        {
            return false;
        }

        reader.ReadStruct(target, static (ref ThriftReader _, int unit, ThriftType _, LogicalType logical) =>
        {
            logical.Unit = unit switch { 1 => Milli, 2 => Micro, _ => 1 };
            return false;
        });
        return true;
    }

    private static bool ReadInteger(ref ThriftReader reader, int field, ThriftType type, LogicalType target)
    {
        if (field == 2 && type is ThriftType.True or ThriftType.False)
        {
            target.Kind = type == ThriftType.False ? ValueKind.Unsigned : ValueKind.Plain;
            return true;
        }

        return false;
    }
}
