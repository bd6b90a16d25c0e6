using System.Text;
using System.Text.Json;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Output;

/// <summary>The three streams of the program and what they can show.</summary>
internal sealed class Terminal : IDisposable
{
    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";
    private const string Reset = "\u001b[0m";

    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Notes, progress, warnings, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Piped data.</summary>
    public required Stream In { get; init; }

    /// <summary>Whether somebody types.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Whether somebody reads the results.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether somebody reads the notes.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether colours are allowed at all; each stream must be a terminal too.</summary>
    public bool AllowsColour { get; init; }

    /// <summary>Whether results may hold characters beyond ASCII.</summary>
    public bool AllowsUnicode { get; init; } = true;

    /// <summary>Columns of the result stream.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Rows of the result stream.</summary>
    public int Height { get; init; } = 24;

    /// <summary>Whether results are coloured.</summary>
    public bool ColoursOutput => AllowsColour && IsOutputTerminal;

    /// <summary>Whether notes are coloured.</summary>
    public bool ColoursErrors => AllowsColour && IsErrorTerminal;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess(ProcessEnvironment environment)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool outputTerminal = !Console.IsOutputRedirected;
        bool isDumb = string.Equals(environment["TERM"], "dumb", StringComparison.Ordinal);
        return new Terminal
        {
            Out = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true },
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            In = Console.OpenStandardInput(),
            IsInputTerminal = !Console.IsInputRedirected,
            IsOutputTerminal = outputTerminal,
            IsErrorTerminal = !Console.IsErrorRedirected,
            AllowsColour = string.IsNullOrEmpty(environment["NO_COLOR"]) && !isDumb,
            AllowsUnicode = TerminalTraits.ShowsUnicode(environment),
            Width = TerminalTraits.Columns(environment, outputTerminal),
            Height = TerminalTraits.Rows(environment, outputTerminal),
        };
    }

    /// <summary>Prints a line of the result.</summary>
    public void Print(string text) => Out.WriteLine(text);

    /// <summary>Prints a JSON result, indented.</summary>
    public void PrintJson(JsonElement value) => Out.WriteLine(JsonText.Pretty(value));

    /// <summary>Prints a JSON result on one line.</summary>
    public void PrintJsonLine(JsonElement value) => Out.WriteLine(JsonText.Line(value));

    /// <summary>Prints a line that is not part of the result, on standard error.</summary>
    public void Note(string text) => Error.WriteLine(text);

    /// <summary>Prints a question on standard error, without ending the line.</summary>
    public void Ask(string text) => Error.Write(text);

    /// <summary>Prints a warning line on standard error.</summary>
    public void WriteWarning(string text) =>
        Error.WriteLine(ColoursErrors ? $"{Yellow}warning: {text}{Reset}" : $"warning: {text}");

    /// <summary>Prints an error line, and a line of advice where there is one, on standard error.</summary>
    public void WriteError(string text, string? hint = null)
    {
        Error.WriteLine(ColoursErrors ? $"{Red}Error: {text}{Reset}" : $"Error: {text}");
        if (hint is not null)
        {
            Error.WriteLine($"Hint: {hint}");
        }
    }

    /// <summary>Prints a failure on the stream that the contract names for it.</summary>
    public void WriteFailure(CommandFailedException failure)
    {
        if (failure.IsInputError)
        {
            Out.WriteLine(failure.Message);
            return;
        }

        WriteError(failure.Message, failure.Hint);
    }

    /// <summary>A sign for yes or no.</summary>
    public string Mark(bool isGood) => (AllowsUnicode, isGood) switch
    {
        (true, true) => "✓",
        (true, false) => "✗",
        (false, true) => "+",
        _ => "x",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
        In.Dispose();
    }
}
