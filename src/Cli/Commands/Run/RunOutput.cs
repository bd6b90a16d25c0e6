namespace Tollama.Cli.Commands.Run;

/// <summary>Form in which a forecast is printed.</summary>
internal enum RunOutput
{
    /// <summary>Whatever suits the input and the terminal.</summary>
    Auto,

    /// <summary>The reply as indented JSON.</summary>
    Json,

    /// <summary>One row per series and step, as CSV.</summary>
    Csv,

    /// <summary>One row per series and step, as a table.</summary>
    Table,
}
