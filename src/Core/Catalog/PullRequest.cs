namespace Tollama.Core.Catalog;

/// <summary>A pull with every setting resolved (storage-and-config §5).</summary>
public sealed record PullRequest
{
    /// <summary>Registry name, <c>hf.co/org/name[@revision]</c>, or a folder path.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the caller accepts the licence now.</summary>
    public bool AcceptLicence { get; init; }

    /// <summary>No network at all.</summary>
    public bool Offline { get; init; }

    /// <summary>Use only files that are already on this machine.</summary>
    public bool LocalFilesOnly { get; init; }

    /// <summary>Skip TLS verification, with a warning event.</summary>
    public bool Insecure { get; init; }

    /// <summary>Proxy for http, or null.</summary>
    public string? HttpProxy { get; init; }

    /// <summary>Proxy for https, or null.</summary>
    public string? HttpsProxy { get; init; }

    /// <summary>Hosts that bypass the proxies, or null.</summary>
    public string? NoProxy { get; init; }

    /// <summary>An existing Hugging Face cache folder to import from, or null.</summary>
    public string? HfHome { get; init; }

    /// <summary>Files downloaded in parallel, at least 1.</summary>
    public int MaxWorkers { get; init; } = 8;

    /// <summary>Hub token; never logged.</summary>
    public string? Token { get; init; }
}
