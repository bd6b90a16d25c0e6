namespace Tollama.Cli.Commands.Config;

/// <summary>What values a setting takes, besides null.</summary>
internal enum ConfigValueKind
{
    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A whole number above zero.</summary>
    Count,

    /// <summary>A share, above zero and at most one.</summary>
    Share,

    /// <summary>Any text.</summary>
    Text,
}
