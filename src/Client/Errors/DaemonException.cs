using System.Net;

namespace Tollama.Client.Errors;

/// <summary>A call failed: the daemon refused it, answered nonsense, or did not answer.</summary>
public sealed class DaemonException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="category">Why.</param>
    /// <param name="message">Action, status and detail as contract/cli §2 words them.</param>
    /// <param name="inner">The cause.</param>
    public DaemonException(ErrorCategory category, string message, Exception? inner = null)
        : base(message, inner) => Category = category;

    /// <summary>Why.</summary>
    public ErrorCategory Category { get; }

    /// <summary>Status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The reason without the action; empty when nothing is known.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>Advice of the daemon, or ours when it did not answer; null when there is none.</summary>
    public string? Hint { get; init; }

    /// <summary>When the daemon wants to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
