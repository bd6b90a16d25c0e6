using System.Text.Json;

namespace Tollama.Testing;

/// <summary>The compatibility fixtures of the checkout (tests/contracts/compat-fixtures).</summary>
public static class CompatFixtures
{
    /// <summary>Absolute path of the folder.</summary>
    public static string Folder { get; } =
        Path.Combine(RepositoryRoot.Path, "tests", "contracts", "compat-fixtures");

    /// <summary>Names (without <c>.json</c>) of the cases for the commit that we follow, in a stable order.</summary>
    /// <param name="kind"><c>http</c>, <c>cli</c> or <c>vectors</c>.</param>
    /// <param name="prefix">Only names that begin so; empty for all.</param>
    public static IReadOnlyList<string> Names(string kind, string prefix = "") =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, kind), prefix + "*.json")
            .Where(AppliesToNewer)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads one case.</summary>
    public static JsonDocument Load(string kind, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, kind, name + ".json")));

    private static bool AppliesToNewer(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("applies_to").EnumerateArray().Any(item => item.ValueEquals("newer"));
    }
}
