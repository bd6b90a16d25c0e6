using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Commands.Version;

namespace Tollama.Cli.Commands.Runtime;

/// <summary>
/// The state of a family's runtime. The original builds a Python environment per family; here a family is either
/// compiled into the program or not.
/// </summary>
/// <param name="Name">Name of the family.</param>
/// <param name="IsBuiltIn">Whether this build computes it.</param>
internal sealed record RuntimeFamily(string Name, bool IsBuiltIn)
{
    /// <summary>Families as the contract lists them (contract/cli §3.8).</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "torch", "timesfm", "uni2ts", "sundial", "toto", "lag_llama", "patchtst", "tide", "nhits", "nbeatsx", "timer",
        "timemixer", "forecastpfn",
    ];

    /// <summary>Version that computes it; null when none does.</summary>
    public string? Version => IsBuiltIn ? VersionCommand.Current : null;

    /// <summary>The state of every family.</summary>
    public static IReadOnlyList<RuntimeFamily> All(CliContext context)
    {
        using var catalog = new LocalCatalog(context);
        var registry = catalog.Store.Registry();
        return [.. Names.Select(name => new RuntimeFamily(
            name, registry.Any(entry => entry.Family == name && catalog.Computes(entry))))];
    }
}
