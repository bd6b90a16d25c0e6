using System.Text;
using Tollama.Cli.Commands.Serve;

namespace Tollama.Cli.Commands.Run;

/// <summary>
/// Finds the example request of a model: <c>examples/&lt;alias&gt;_request.json</c> (contract/cli §3.3).
/// </summary>
internal static class ExampleRequests
{
    private const string Folder = "examples";

    /// <summary>The names under which a model's example may be found, best first.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="implementation">Its implementation in the registry; null when it has none.</param>
    public static IReadOnlyList<string> Aliases(string model, string? implementation)
    {
        var aliases = new List<string> { model, Normalise(model) };
        for (string? name = implementation; name is not null; name = Shorten(name))
        {
            aliases.Add(name);
        }

        return [.. aliases.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Path of the example in the working folder or beside the program; null when there is none.</summary>
    public static string? Find(string model, CliContext context)
    {
        using var catalog = new LocalCatalog(context);
        var entry = catalog.Store.Registry().FirstOrDefault(candidate => candidate.Name == model);
        string? implementation = entry?.Metadata?["implementation"]?.GetValue<string>();
        var names = Aliases(model, implementation).Select(alias => $"{alias}_request.json").Append("request.json");
        return new[] { context.WorkingFolder, AppContext.BaseDirectory }
            .SelectMany(_ => names, (root, name) => Path.Combine(root, Folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Every example request of the working folder, by name.</summary>
    public static IReadOnlyList<string> All(CliContext context)
    {
        string folder = Path.Combine(context.WorkingFolder, Folder);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)]
            : [];
    }

    private static string Normalise(string model)
    {
        var text = new StringBuilder(model.Length);
        foreach (char letter in model)
        {
            text.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }

        return text.ToString();
    }

    private static string? Shorten(string implementation)
    {
        int end = implementation.LastIndexOf('_');
        return end <= 0 ? null : implementation[..end];
    }
}
