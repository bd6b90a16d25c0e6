using System.CommandLine;
using System.CommandLine.Parsing;
using Tollama.Cli.Output;

namespace Tollama.Cli.Parsing;

/// <summary>Reports what is wrong with a command line: usage and reasons on standard error, exit code 2.</summary>
internal static class UsageErrors
{
    /// <summary>Prints usage and every error; returns the exit code.</summary>
    public static int Print(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        terminal.Error.WriteLine($"Usage: {HelpPage.Usage(command)}");
        terminal.Error.WriteLine($"Try '{HelpPage.FullName(command)} --help' for help.");
        var errors = parsed.UnmatchedTokens.Count == 0
            ? parsed.Errors
            : parsed.Errors.Where(error => IsUnmatched(error, parsed)).ToList();
        foreach (string message in errors.Select(error => Describe(error, parsed)).Distinct())
        {
            terminal.WriteError(message);
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
            case CommandResult when command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0:
                return $"Missing command: one of {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.";
            default:
                return FirstUnmatched(error, parsed) is { } unknown ? Unknown(unknown, command) : error.Message;
        }
    }

    private static bool IsUnmatched(ParseError error, ParseResult parsed) => FirstUnmatched(error, parsed) is not null;

    private static string? FirstUnmatched(ParseError error, ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(
            token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    /// <summary>Whether the parser speaks of a type, which is no help to the reader.</summary>
    private static bool IsConversion(ParseError error) =>
        error.Message.Contains("as expected type", StringComparison.Ordinal);

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
            : command.Subcommands.Select(sub => sub.Name);
        string what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "extra argument";
        string advice = Suggestions.Closest(token, known) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        return $"Unknown {what} '{token}'.{advice}";
    }
}
