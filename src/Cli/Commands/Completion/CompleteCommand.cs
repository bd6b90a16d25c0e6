using System.CommandLine;

namespace Tollama.Cli.Commands.Completion;

/// <summary><c>tollama complete</c>: answers the completion scripts; hidden from the help pages.</summary>
internal static class CompleteCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var position = new Argument<int>("POSITION") { Description = "Place of the cursor in the line." };
        var line = new Argument<string>("LINE") { Description = "The line so far." };
        var command = new Command("complete", "Print the words that may stand at a place of a line.")
        {
            position,
            line,
        };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (string word in Candidates(
                parsed.GetRequiredValue(line), parsed.GetValue(position), context))
            {
                context.Terminal.Print(word);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The words that may stand at the cursor and begin as the word there does.</summary>
    internal static IEnumerable<string> Candidates(string line, int position, CliContext context)
    {
        int cursor = Math.Clamp(position, 0, line.Length);
        string word = line[(line.AsSpan(0, cursor).LastIndexOf(' ') + 1)..cursor];
        return CommandTable.Root(context).Parse(line).GetCompletions(cursor)
            .Select(candidate => candidate.InsertText ?? candidate.Label)
            .Where(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (word.Length > 0 || !candidate.StartsWith('-')));
    }
}
