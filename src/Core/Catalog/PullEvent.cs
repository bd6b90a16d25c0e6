namespace Tollama.Core.Catalog;

/// <summary>One event of a pull (contract/http-api §12.4); null members are omitted on the wire.</summary>
public sealed record PullEvent
{
    /// <summary>
    /// <c>pulling manifest</c>, <c>resolving digest</c>, <c>warning</c>, <c>downloading</c>, <c>already present</c>,
    /// <c>success</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Commit hash, <c>unknown</c> or <c>local</c>.</summary>
    public string? Digest { get; init; }

    /// <summary>Text of a warning.</summary>
    public string? Message { get; init; }

    /// <summary>Bytes on disk so far.</summary>
    public long? CompletedBytes { get; init; }

    /// <summary>Bytes in all.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Files done.</summary>
    public int? FilesCompleted { get; init; }

    /// <summary>Files in all.</summary>
    public int? FilesTotal { get; init; }

    /// <summary>Name under which the model is installed.</summary>
    public string? Model { get; init; }

    /// <summary>Bytes of the installed model.</summary>
    public long? Size { get; init; }
}
