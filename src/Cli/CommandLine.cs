using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;
using Tollama.Client.Errors;
using Tollama.Core.Errors;

namespace Tollama.Cli;

/// <summary>Runs one command line: parse, report usage errors, invoke, turn failures into exit codes.</summary>
internal static class CommandLine
{
    private static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs the command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliContext context)
    {
        var parsed = Parse(args, context);
        if (UsageErrors.Find(parsed) is { Count: > 0 } mistakes)
        {
            return UsageErrors.Print(parsed.CommandResult.Command, mistakes, context.Terminal);
        }

        var invocation = new InvocationConfiguration
        {
            Output = context.Terminal.Out,
            Error = context.Terminal.Error,
            EnableDefaultExceptionHandler = false,

            // A daemon drains before it goes; the commands react to the token at once.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
        };

        return await InvokeAsync(parsed, invocation, context.Terminal);
    }

    /// <summary>Parses without running: for completion and for the generated documentation.</summary>
    public static ParseResult Parse(IReadOnlyList<string> args, CliContext context) =>
        CommandTable.Root(context).Parse(args, Parser);

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The program's edge: an unforeseen fault ends with one line, no stack trace.")]
    private static async Task<int> InvokeAsync(
        ParseResult parsed, InvocationConfiguration invocation, Terminal terminal)
    {
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (CommandFailedException failure)
        {
            terminal.WriteFailure(failure);
            return failure.ExitCode;
        }
        catch (TollamaException failure)
        {
            terminal.WriteError(failure.Message);
            return ExitCodes.Failure;
        }
        catch (DaemonException failure)
        {
            terminal.WriteError(failure.Message, failure.Hint);
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception fault)
        {
            terminal.WriteError($"unexpected {fault.GetType().Name}: {fault.Message}");
            return ExitCodes.Failure;
        }
    }
}
