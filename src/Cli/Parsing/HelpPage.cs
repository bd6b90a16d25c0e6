using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using Tollama.Cli.Output;

namespace Tollama.Cli.Parsing;

/// <summary>The help page of a command: usage, description, arguments, options, commands, examples.</summary>
internal static class HelpPage
{
    private const int MaximumWidth = 100;

    /// <summary>Makes <c>--help</c> of the whole tree print these pages.</summary>
    public static void Install(RootCommand root, Terminal terminal)
    {
        foreach (var help in root.Options.OfType<HelpOption>().ToList())
        {
            root.Options.Remove(help);
        }

        root.Options.Add(new HelpOption("--help", "-h")
        {
            Description = "Show this page.",
            Action = new HelpPageAction(terminal),
        });
        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Description = "Show the version.";
        }
    }

    /// <summary>The words that start a command: <c>tollama config set</c>.</summary>
    public static string FullName(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "tollama" : $"{FullName(parent)} {command.Name}";
    }

    /// <summary>The usage line of a command.</summary>
    public static string Usage(Command command)
    {
        var words = new List<string> { FullName(command) };
        words.AddRange(command.Arguments.Where(argument => !argument.Hidden).Select(Placeholder));
        if (command.Subcommands.Count > 0)
        {
            words.Add("COMMAND");
        }

        words.Add("[OPTIONS]");
        return string.Join(' ', words);
    }

    /// <summary>Options of a command, those it inherits last.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
    {
        var own = command.Options.Where(option => !option.Hidden);
        var inherited = command.Parents.OfType<Command>()
            .SelectMany(OptionsOf).Where(option => option.Recursive);
        return own.Concat(inherited);
    }

    /// <summary>Writes the page.</summary>
    /// <param name="command">The command.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="width">Columns; longer descriptions are wrapped.</param>
    public static void Write(Command command, TextWriter writer, int width)
    {
        int columns = Math.Clamp(width, 40, MaximumWidth);
        writer.WriteLine($"Usage: {Usage(command)}");
        writer.WriteLine();
        WriteWrapped(writer, command.Description ?? string.Empty, 0, columns);
        Section(writer, "Arguments", command.Arguments.Where(argument => !argument.Hidden)
            .Select(argument => (argument.HelpName ?? argument.Name, Describe(argument))), columns);
        Section(writer, "Commands", command.Subcommands.Where(sub => !sub.Hidden)
            .Select(sub => (sub.Name, FirstSentence(sub.Description))), columns);
        Section(writer, "Options", OptionsOf(command)
            .Select(option => (Spelling(option), Describe(option))), columns);
        if (command is VerbCommand { Examples.Count: > 0 } verb)
        {
            writer.WriteLine();
            writer.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (string example in verb.Examples)
            {
                writer.WriteLine($"  {example}");
            }
        }
    }

    private static string Placeholder(Argument argument)
    {
        string name = argument.HelpName ?? argument.Name;
        string many = argument.Arity.MaximumNumberOfValues > 1 ? "..." : string.Empty;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]{many}" : name + many;
    }

    private static string Spelling(Option option)
    {
        string names = string.Join(", ", option.Aliases.Prepend(option.Name).Order(StringComparer.Ordinal).Reverse());
        return option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0
            ? names
            : $"{names} {option.HelpName ?? "VALUE"}";
    }

    private static string Describe(Option option)
    {
        string text = option.Description ?? string.Empty;
        if (option.Required)
        {
            return $"{text} (required)";
        }

        return option is { HasDefaultValue: true } && option.ValueType != typeof(bool)
            && option.GetDefaultValue() is { } value
            ? $"{text} [default: {Convert.ToString(value, CultureInfo.InvariantCulture)}]"
            : text;
    }

    private static string Describe(Argument argument) => argument.Description ?? string.Empty;

    private static string FirstSentence(string? text)
    {
        int end = text?.IndexOf(". ", StringComparison.Ordinal) ?? -1;
        return end < 0 ? text ?? string.Empty : text![..(end + 1)]; // a found sentence end implies a text
    }

    private static void Section(
        TextWriter writer, string title, IEnumerable<(string Name, string Text)> rows, int columns)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine($"{title}:");
        int indent = Math.Min(list.Max(row => row.Name.Length), 28) + 4;
        foreach (var (name, text) in list)
        {
            string label = $"  {name}";
            writer.Write(
                label.Length < indent ? label.PadRight(indent) : label + Environment.NewLine + new string(' ', indent));
            WriteWrapped(writer, text, indent, columns);
        }
    }

    /// <summary>Writes words from the current column, starting new lines at the indent.</summary>
    private static void WriteWrapped(TextWriter writer, string text, int indent, int columns)
    {
        int column = indent;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > indent && column + 1 + word.Length > columns)
            {
                writer.WriteLine();
                writer.Write(new string(' ', indent));
                column = indent;
            }

            if (column > indent)
            {
                writer.Write(' ');
                column++;
            }

            writer.Write(word);
            column += word.Length;
        }

        writer.WriteLine();
    }

    private sealed class HelpPageAction(Terminal terminal) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Write(parseResult.CommandResult.Command, terminal.Out, terminal.Width);
            return ExitCodes.Success;
        }
    }
}
