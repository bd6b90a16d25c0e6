namespace Tollama.Cli;

/// <summary>A command cannot go on; <see cref="CommandLine"/> prints the message and ends with the exit code.</summary>
internal sealed class CommandFailedException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What happened, the offending value, what to do.</param>
    /// <param name="inner">The cause; it is not shown.</param>
    public CommandFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Exit code of the program.</summary>
    public int ExitCode { get; init; } = ExitCodes.Failure;

    /// <summary>A second line with advice; null when there is none.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether the message goes to standard output, as the contract wants it for wrong input.</summary>
    public bool IsInputError { get; init; }

    /// <summary>Wrong input: payload, model name or key. The message goes to standard output, exit code 2.</summary>
    public static CommandFailedException WrongInput(string message, Exception? inner = null) =>
        new(message, inner) { ExitCode = ExitCodes.Usage, IsInputError = true };

    /// <summary>A wrong value on the command line: standard error, exit code 2.</summary>
    public static CommandFailedException Usage(string message) => new(message) { ExitCode = ExitCodes.Usage };
}
