using System.Net;

namespace Tollama.Cli.Client;

/// <summary>The daemon refused a request, answered nonsense, or did not answer.</summary>
internal sealed class DaemonException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">Action, status and detail as contract/cli §2 words them.</param>
    /// <param name="inner">The cause.</param>
    public DaemonException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Why, without the action; empty when nothing is known.</summary>
    public string Detail { get; init; } = string.Empty;

    /// <summary>Advice of the daemon, or ours when it did not answer; null when there is none.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether nobody answered at the address.</summary>
    public bool IsUnreachable => Status is null;
}
