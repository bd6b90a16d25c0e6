namespace Tollama.Testing;

/// <summary>How a process of the product is started.</summary>
public sealed record TollamaStart
{
    /// <summary>Folder of its files.</summary>
    public required string Home { get; init; }

    /// <summary>What follows <c>serve</c>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>
    /// The program, with the words that start it; the build that the tests belong to where nothing is said.
    /// </summary>
    public IReadOnlyList<string> Program { get; init; } = ["dotnet", OwnBuild()];

    /// <summary>
    /// A command that starts the program in other surroundings and gives way to it; none where empty.
    /// </summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    private static string OwnBuild()
    {
        string folder = AppContext.BaseDirectory.Contains("release", StringComparison.Ordinal) ? "release" : "debug";
        return Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "Cli", folder, "tollama.dll");
    }
}
