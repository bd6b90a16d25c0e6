namespace Tollama.Core.Configuration;

/// <summary><c>pull.*</c> of the settings file; null members are not set.</summary>
public sealed record PullSettings
{
    /// <summary>No network at all.</summary>
    public bool? Offline { get; init; }

    /// <summary>Only files that are on this machine.</summary>
    public bool? LocalFilesOnly { get; init; }

    /// <summary>Skip TLS verification.</summary>
    public bool? Insecure { get; init; }

    /// <summary>Hugging Face cache folder.</summary>
    public string? HfHome { get; init; }

    /// <summary>Proxy for http.</summary>
    public string? HttpProxy { get; init; }

    /// <summary>Proxy for https.</summary>
    public string? HttpsProxy { get; init; }

    /// <summary>Hosts that bypass the proxies.</summary>
    public string? NoProxy { get; init; }

    /// <summary>Files downloaded in parallel, at least 1.</summary>
    public int? MaxWorkers { get; init; }
}
