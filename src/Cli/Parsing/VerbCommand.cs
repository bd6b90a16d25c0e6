using System.CommandLine;

namespace Tollama.Cli.Parsing;

/// <summary>A command with examples for its help page.</summary>
internal sealed class VerbCommand : Command
{
    /// <summary>Creates the command.</summary>
    /// <param name="name">Name on the command line.</param>
    /// <param name="description">One or more sentences for the help page.</param>
    /// <param name="examples">Whole command lines, each of which works as it stands.</param>
    public VerbCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Whole command lines that show the usage.</summary>
    public IReadOnlyList<string> Examples { get; }
}
