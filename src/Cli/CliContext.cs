using Tollama.Cli.Output;
using Tollama.Core.Configuration;

namespace Tollama.Cli;

/// <summary>What a command may touch of the world: terminal, environment, clock, working folder.</summary>
internal sealed class CliContext : IDisposable
{
    /// <summary>Input and output.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>Environment variables.</summary>
    public required ProcessEnvironment Environment { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Folder against which relative paths of arguments are read.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>State folder, an absolute path.</summary>
    public string Home => TollamaHome.Resolve(Environment);

    /// <summary>The context of this process.</summary>
    public static CliContext OfProcess()
    {
        var environment = ProcessEnvironment.Read();
        return new CliContext
        {
            Terminal = Terminal.OfProcess(environment),
            Environment = environment,
            Time = TimeProvider.System,
            WorkingFolder = Directory.GetCurrentDirectory(),
        };
    }

    /// <summary>Absolute form of a path given on the command line.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, WorkingFolder);

    /// <inheritdoc/>
    public void Dispose() => Terminal.Dispose();
}
