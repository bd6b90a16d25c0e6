using System.CommandLine;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Parsing;

namespace Tollama.Cli;

/// <summary>The table of commands: one line each.</summary>
internal static class CommandTable
{
    /// <summary>The root command with every command of the program.</summary>
    public static RootCommand Root(CliContext context)
    {
        var root = new RootCommand("Pull time-series foundation models and forecast with them.")
        {
            ServeCommand.Create(context),
        };
        HelpPage.Install(root, context.Terminal);
        return root;
    }
}
