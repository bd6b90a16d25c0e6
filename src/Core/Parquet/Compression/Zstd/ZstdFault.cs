using Tollama.Core.Errors;

namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>Faults of Zstandard data.</summary>
internal static class ZstdFault
{
    /// <summary>The data are not what the format says.</summary>
    public static TollamaException Damaged() => ParquetFault.Damaged("a Zstandard page does not decompress");
}
