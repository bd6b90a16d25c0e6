using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Tollama.Cli.Output;
using Tollama.Core.Catalog;

namespace Tollama.Cli.Parsing;

/// <summary>Reports what is wrong with a command line: usage and reasons on standard error, exit code 2.</summary>
internal static class UsageErrors
{
    /// <summary>Every mistake of a command line; none when it can run, or only asks for help.</summary>
    public static IReadOnlyList<string> Find(ParseResult parsed)
    {
        if (parsed.Action is ParseErrorAction)
        {
            // A word that nobody knows explains the errors that follow from it.
            var unmatched = parsed.Errors.Where(error => FirstUnmatched(error, parsed) is not null).ToList();
            bool isCommand = parsed.CommandResult.Command.Subcommands.Count > 0
                && parsed.UnmatchedTokens.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith('-');
            return isCommand
                ? [Unknown(parsed.UnmatchedTokens[0], parsed.CommandResult.Command)] // what follows was for it
                : [.. (unmatched.Count > 0 ? unmatched : parsed.Errors)
                    .Select(error => Describe(error, parsed)).Distinct()];
        }

        var command = parsed.CommandResult.Command;
        if (parsed.Action is SynchronousCommandLineAction { ClearsParseErrors: true })
        {
            return [.. parsed.UnmatchedTokens.Select(token => Unknown(token, command))];
        }

        // The parser hands an unknown option to an argument that still wants a value; nobody means that.
        return parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : [.. parsed.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .Where(token => token.Value.StartsWith("--", StringComparison.Ordinal))
                .Select(token => Unknown(token.Value, command))];
    }

    /// <summary>Prints usage and mistakes; returns the exit code.</summary>
    public static int Print(Command command, IReadOnlyList<string> mistakes, Terminal terminal)
    {
        terminal.Note($"Usage: {HelpPage.Usage(command)}");
        terminal.Note($"Try '{HelpPage.FullName(command)} --help' for help.");
        foreach (string mistake in mistakes)
        {
            terminal.WriteError(mistake);
        }

        return ExitCodes.Usage;
    }

    private static string Describe(ParseError error, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        switch (error.SymbolResult)
        {
            case ArgumentResult { Tokens.Count: 0, Parent: CommandResult } argument:
                return $"Missing argument {argument.Argument.HelpName ?? argument.Argument.Name}.";
            case OptionResult { Tokens.Count: 0, IdentifierToken: null } option when option.Option.Required:
                return $"Missing option {option.Option.Name}.";
            case OptionResult { Tokens.Count: 0 } option:
                return $"Option {option.Option.Name} needs a value.";
            case ArgumentResult { Parent: OptionResult option } when IsConversion(error):
                return WrongValue(option);
            case OptionResult option when IsConversion(error):
                return WrongValue(option);
            case ArgumentResult or OptionResult when IsChoice(error):
                return WrongChoice(error.SymbolResult);
            case CommandResult when command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0:
                return $"Missing command: one of {string.Join(", ", Visible(command))}.";
            default:
                return FirstUnmatched(error, parsed) is { } unknown ? Unknown(unknown, command) : error.Message;
        }
    }

    private static string? FirstUnmatched(ParseError error, ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(
            token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    /// <summary>Whether the parser speaks of a type, which is no help to the reader.</summary>
    private static bool IsConversion(ParseError error) =>
        error.Message.Contains("as expected type", StringComparison.Ordinal);

    /// <summary>Whether the parser lists the words that an option takes, without naming the option.</summary>
    private static bool IsChoice(ParseError error) =>
        error.Message.Contains("not recognized", StringComparison.Ordinal);

    private static string WrongChoice(SymbolResult symbol)
    {
        var (name, sources) = (symbol as OptionResult ?? symbol.Parent as OptionResult)?.Option is { } option
            ? (option.Name, option.CompletionSources)
            : Describe(((ArgumentResult)symbol).Argument); // one of the two
        string[] words = [.. sources.SelectMany(source => source(CompletionContext.Empty)).Select(word => word.Label)];
        string text = string.Join(' ', symbol.Tokens.Select(token => token.Value));
        string advice = Suggestions.Closest(text, words) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        return $"{name} is '{text}'; it must be one of {string.Join(", ", words)}.{advice}";
    }

    private static (string Name, List<Func<CompletionContext, IEnumerable<CompletionItem>>> Sources) Describe(
        Argument argument) =>
        (argument.HelpName ?? argument.Name, argument.CompletionSources);

    private static IEnumerable<string> Visible(Command command) =>
        command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);

    private static string WrongValue(OptionResult option)
    {
        var type = Nullable.GetUnderlyingType(option.Option.ValueType) ?? option.Option.ValueType;
        string expected = type == typeof(int) ? "a whole number"
            : type == typeof(double) ? "a number"
            : type == typeof(bool) ? "true or false"
            : "something else";
        return $"{option.Option.Name} is '{string.Join(' ', option.Tokens.Select(token => token.Value))}'; "
            + $"it must be {expected}.";
    }

    private static string Unknown(string token, Command command)
    {
        bool isOption = token.StartsWith('-');
        var known = isOption
            ? HelpPage.OptionsOf(command).Select(option => option.Name)
            : [.. Visible(command), "help"];
        string what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "extra argument";
        string? near = Suggestions.Closest(token, known);
        string advice = near is null ? string.Empty : $" Did you mean '{(near == "help" ? "--help" : near)}'?";
        return $"Unknown {what} '{token}'.{advice}";
    }
}
