namespace Tollama.Cli;

/// <summary>Exit codes of the program (contract/cli §2).</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The command was understood and failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line or its input is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C, as shells report it.</summary>
    public const int Interrupted = 130;
}
