namespace Tollama.Cli.Commands.Config;

/// <summary>What values a setting takes, besides null.</summary>
internal enum ConfigValueKind
{
    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A whole number above zero.</summary>
    Count,

    /// <summary>Any text.</summary>
    Text,
}
