namespace Tollama.Cli.Commands.Doctor;

/// <summary>Outcome of a check; the worst one decides the exit code.</summary>
internal enum CheckStatus
{
    /// <summary>Nothing to do.</summary>
    Pass,

    /// <summary>Works, but less well than it could.</summary>
    Warn,

    /// <summary>Does not work.</summary>
    Fail,
}
