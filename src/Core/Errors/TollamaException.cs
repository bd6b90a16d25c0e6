namespace Tollama.Core.Errors;

/// <summary>A fault that a caller can act on. Anything else that is thrown is our bug.</summary>
public class TollamaException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="code">Which fault; decides status and exit code.</param>
    /// <param name="message">What happened, the offending value, what to do.</param>
    /// <param name="inner">The cause, for the log; it never leaves the process.</param>
    public TollamaException(ErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Which fault.</summary>
    public ErrorCode Code { get; }

    /// <summary>When a retry makes sense, for the codes that mean "later".</summary>
    public TimeSpan? RetryAfter { get; init; }
}
