using System.Text;
using Tollama.Cli.Output;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Tests;

/// <summary>One command line, run in this process with texts in the place of the terminal.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static async Task<CliRun> OfAsync(
        string[] args,
        string input = "",
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var context = Context(output, error, input, folder, environment);
        int exitCode = await CommandLine.RunAsync(args, context);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A context over texts.</summary>
    public static CliContext Context(
        TextWriter output,
        TextWriter error,
        string input = "",
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeProvider? time = null) => new()
        {
            Terminal = new Terminal
            {
                Out = output,
                Error = error,
                In = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            },
            Environment = new ProcessEnvironment(environment ?? new Dictionary<string, string>()),
            Time = time ?? TimeProvider.System,
            WorkingFolder = folder ?? Path.GetTempPath(),
        };
}
