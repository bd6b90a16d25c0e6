namespace Tollama.Core.Parquet.Encodings;

/// <summary>Numbers of encodings (parquet.thrift, Encoding).</summary>
internal static class ValueEncoding
{
    /// <summary>Values one after another.</summary>
    public const int Plain = 0;

    /// <summary>Indices into the dictionary page; the older name.</summary>
    public const int PlainDictionary = 2;

    /// <summary>Runs and packed bits.</summary>
    public const int Rle = 3;

    /// <summary>Packed bits only; no longer written.</summary>
    public const int BitPacked = 4;

    /// <summary>Differences between integers.</summary>
    public const int DeltaBinaryPacked = 5;

    /// <summary>Lengths as differences, then all bytes.</summary>
    public const int DeltaLengthByteArray = 6;

    /// <summary>What each text shares with the one before, and the rest.</summary>
    public const int DeltaByteArray = 7;

    /// <summary>Indices into the dictionary page.</summary>
    public const int RleDictionary = 8;

    /// <summary>First bytes of all values, then second bytes, and so on.</summary>
    public const int ByteStreamSplit = 9;
}
