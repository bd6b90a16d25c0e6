using System.CommandLine;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Completion;

/// <summary><c>tollama completion</c>: prints the script that teaches a shell our words.</summary>
internal static class CompletionCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("SHELL")
        {
            Description = $"One of {string.Join(", ", CompletionScripts.Shells)}.",
        };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new VerbCommand(
            "completion",
            "Print the completion script of a shell: commands, options, model names, settings.",
            "source <(tollama completion bash)",
            "tollama completion zsh > \"${fpath[1]}/_tollama\"",
            "tollama completion fish > ~/.config/fish/completions/tollama.fish",
            "tollama completion pwsh | Out-String | Invoke-Expression")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            context.Terminal.Print(CompletionScripts.Of(parsed.GetRequiredValue(shell)));
            return ExitCodes.Success;
        });
        return command;
    }
}
