namespace Tollama.Cli.Commands.Dev;

/// <summary>Values of <c>--size</c>.</summary>
internal enum CheckpointSizeChoice
{
    /// <summary>As the authors publish it.</summary>
    Published,

    /// <summary>A few kilobytes of the same structure.</summary>
    Tiny,
}
