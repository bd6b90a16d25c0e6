using System.CommandLine;
using Tollama.Cli.Commands.Dev.Scaffold;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Dev;

/// <summary><c>tollama dev</c>: tools for those who work on the program.</summary>
internal static class DevCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context) =>
        new VerbCommand(
            "dev",
            "Tools for working on the program itself.",
            "tollama dev random-checkpoint chronos-2 --size tiny --out checkpoint")
        {
            RandomCheckpointCommand.Create(context),
            ScaffoldCommand.Create(context),
        };
}
