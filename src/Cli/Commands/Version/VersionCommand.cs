using System.CommandLine;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Version;

/// <summary><c>tollama version</c>: the version of this program.</summary>
internal static class VersionCommand
{
    /// <summary>The version as packages carry it, without build metadata.</summary>
    public static string Current =>
        typeof(VersionCommand).Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0";

    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand("version", "Show the version of this program.", "tollama version") { json };
        command.SetAction(parsed =>
        {
            context.Terminal.Print(parsed.GetValue(json)
                ? JsonText.Pretty(JsonText.Object(("version", Current)))
                : Current);
            return ExitCodes.Success;
        });
        return command;
    }
}
