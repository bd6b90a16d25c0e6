namespace Tollama.Cli.Output;

/// <summary>When notes on progress are shown.</summary>
internal enum ProgressMode
{
    /// <summary>When standard error is a terminal.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
