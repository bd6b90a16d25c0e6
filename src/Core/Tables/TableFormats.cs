using Tollama.Core.Errors;

namespace Tollama.Core.Tables;

/// <summary>Names of the formats.</summary>
public static class TableFormats
{
    /// <summary>The format that is asked for, else the one that a file's suffix stands for.</summary>
    /// <param name="hint"><c>csv</c> or <c>parquet</c>; null to go by the name.</param>
    /// <param name="fileName">Name of the file.</param>
    /// <exception cref="TollamaException">InvalidRequest: neither says it.</exception>
    public static TableFormat Of(string? hint, string fileName) => hint switch
    {
        "csv" => TableFormat.Csv,
        "parquet" => TableFormat.Parquet,
        null => OfSuffix(fileName),
        _ => throw new TollamaException(
            ErrorCode.InvalidRequest, $"The format '{hint}' is not known; use csv or parquet."),
    };

    private static TableFormat OfSuffix(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".csv" => TableFormat.Csv,
        ".parquet" or ".pq" => TableFormat.Parquet,
        _ => throw new TollamaException(
            ErrorCode.InvalidRequest,
            $"The name '{fileName}' does not say how the table is written; end it in .csv, .parquet or .pq, "
            + "or give the format: csv or parquet."),
    };
}
