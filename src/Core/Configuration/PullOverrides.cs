namespace Tollama.Core.Configuration;

/// <summary>
/// What one pull request itself says (storage-and-config §5); null = not given.
/// </summary>
public sealed record PullOverrides
{
    /// <summary>Nothing given.</summary>
    public static readonly PullOverrides None = new();

    /// <summary>No network at all.</summary>
    public bool? Offline { get; init; }

    /// <summary>Only files that are already on this machine.</summary>
    public bool? LocalFilesOnly { get; init; }

    /// <summary>Skip TLS verification.</summary>
    public bool? Insecure { get; init; }

    /// <summary>Hugging Face cache folder; an empty text means "none, whatever other sources say".</summary>
    public string? HfHome { get; init; }

    /// <summary>Proxy for http; an empty text means "none".</summary>
    public string? HttpProxy { get; init; }

    /// <summary>Proxy for https; an empty text means "none".</summary>
    public string? HttpsProxy { get; init; }

    /// <summary>Hosts that bypass the proxies; an empty text means "none".</summary>
    public string? NoProxy { get; init; }

    /// <summary>Files downloaded in parallel, at least 1.</summary>
    public int? MaxWorkers { get; init; }

    /// <summary>Hub token; an empty text means "none".</summary>
    public string? Token { get; init; }
}
