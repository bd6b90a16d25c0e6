using Tollama.Core.Errors;

namespace Tollama.Core.Parquet;

/// <summary>Faults of Parquet files.</summary>
internal static class ParquetFault
{
    /// <summary>The file is not what its own parts say it is.</summary>
    public static TollamaException Damaged(string what, Exception? cause = null) => new(
        ErrorCode.InvalidRequest, $"The Parquet file is damaged or incomplete: {what}. Write it again.", cause);

    /// <summary>The file, or a part of it that is needed, uses something that this reader lacks.</summary>
    public static TollamaException Unsupported(string what) => new(
        ErrorCode.InvalidRequest,
        $"The Parquet file cannot be read: {what}. Write it as a flat table with Snappy, gzip or zstd, or as CSV.");

    /// <summary>The file expands beyond what a table may hold.</summary>
    public static TollamaException TooLarge(string what) => new(
        ErrorCode.InvalidRequest, $"The Parquet file is too large: {what}. Send fewer rows or columns.");
}
