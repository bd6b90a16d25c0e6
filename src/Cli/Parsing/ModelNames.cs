using Tollama.Cli.Commands.Serve;
using Tollama.Core.Errors;

namespace Tollama.Cli.Parsing;

/// <summary>Names of models, for completion: those of the registry, built in or installed here.</summary>
internal static class ModelNames
{
    /// <summary>The names that begin with a text, ignoring case; none when the state folder cannot be read.</summary>
    public static IReadOnlyList<string> Starting(string prefix, CliContext context)
    {
        try
        {
            using var catalog = new LocalCatalog(context);
            return [.. catalog.Store.Registry().Select(entry => entry.Name)
                .Concat(catalog.Store.Installed().Select(manifest => manifest.Name))
                .Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)];
        }
        catch (TollamaException)
        {
            // A key press is no place for an error message; the command itself will say what is wrong.
            return [];
        }
    }
}
