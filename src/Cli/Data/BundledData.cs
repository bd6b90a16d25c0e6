using System.Text;

namespace Tollama.Cli.Data;

/// <summary>The data sets inside the program (origins and licences in <c>data/README.md</c>).</summary>
internal static class BundledData
{
    private const string Scheme = "bundled:";
    private const string Folder = "data/";
    private const string Extension = ".csv";

    /// <summary>Names of the data sets, sorted.</summary>
    public static IReadOnlyList<string> Names =>
        [.. typeof(BundledData).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>Whether a path names a bundled data set: <c>bundled:air_passengers</c>.</summary>
    public static bool Owns(string path) => path.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Reads a data set by its path.</summary>
    /// <exception cref="CommandFailedException">There is none of this name; lists those there are.</exception>
    public static async Task<InputText> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string name = path[Scheme.Length..];
        await using var stream = typeof(BundledData).Assembly.GetManifestResourceStream(Folder + name + Extension)
            ?? throw CommandFailedException.Usage(
                $"There is no bundled data set '{name}'; there are {string.Join(", ", Names)}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new InputText(await reader.ReadToEndAsync(cancellationToken), name + Extension);
    }
}
