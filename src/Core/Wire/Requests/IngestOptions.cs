namespace Tollama.Core.Wire.Requests;

/// <summary><c>ingest</c>: how a table becomes series (contract/http-api §18.4).</summary>
public sealed record IngestOptions
{
    /// <summary><c>csv</c> or <c>parquet</c>; null to go by the file's suffix.</summary>
    public string? Format { get; init; }

    /// <summary>Exact name of the timestamp column; null to find it.</summary>
    public string? TimestampColumn { get; init; }

    /// <summary>Exact name of the series id column; null to find it.</summary>
    public string? SeriesIdColumn { get; init; }

    /// <summary>Exact name of the target column; null to find it.</summary>
    public string? TargetColumn { get; init; }

    /// <summary>Exact name of the frequency column; null to find it.</summary>
    public string? FreqColumn { get; init; }

    /// <summary>Offset alias of every series; null, blank or <c>auto</c> to infer it.</summary>
    public string? Freq { get; init; }

    /// <summary>Filling of missing values; null for none.</summary>
    public MissingValueOptions? Missing { get; init; }
}
