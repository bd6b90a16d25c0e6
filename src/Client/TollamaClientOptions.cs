namespace Tollama.Client;

/// <summary>How to reach a daemon.</summary>
public sealed record TollamaClientOptions
{
    /// <summary>The address of a daemon on this machine.</summary>
    public static readonly Uri DefaultBaseUrl = new("http://localhost:11435");

    /// <summary>Address of the daemon; a trailing slash or <c>/api</c> does not count. Default: this machine.</summary>
    public Uri BaseUrl { get; init; } = DefaultBaseUrl;

    /// <summary>
    /// Longest silence: until an answer begins and between two lines of a stream. Default 10 s; forecasts of large
    /// models on a CPU may need minutes.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bearer key; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// How often a call is made again after an answer 429 or 503 that says when (<c>Retry-After</c>), as long as that
    /// is within <see cref="Timeout"/>. Such answers come before any work is done, so that every call may be repeated.
    /// Default 2.
    /// </summary>
    public int MaximumRetries { get; init; } = 2;

    /// <summary>The clock, for tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Sends the requests instead of the network, for tests and proxies of one's own; not disposed of.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }
}
