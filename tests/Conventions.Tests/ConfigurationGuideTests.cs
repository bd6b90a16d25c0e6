using System.Text.RegularExpressions;

namespace Tollama.Conventions.Tests;

/// <summary>What can be set is written down where people look for it.</summary>
public sealed class ConfigurationGuideTests
{
    private static readonly string Guide = File.ReadAllText(
        Path.Combine(SourceTree.Root, "docs", "guides", "configure.md"));

    [Fact]
    public void Every_variable_that_the_sources_read_is_in_the_guide()
    {
        var variables = Sources("src")
            .SelectMany(text => Regex.Matches(text, "\"(TOLLAMA_[A-Z_]+)\""))
            .Select(match => match.Groups[1].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(variables);
        Assert.All(variables, variable => Assert.Contains($"`{variable}`", Guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_of_the_settings_file_is_in_the_guide()
    {
        var keys = Directory
            .EnumerateFiles(Path.Combine(SourceTree.Root, "src", "Core", "Configuration"), "*Settings.cs")
            .SelectMany(file => Regex
                .Matches(File.ReadAllText(file), @"public [\w<>?, ]+ (\w+) \{ get; init; \}")
                .Select(match => Section(file) + "." + SnakeCase(match.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains($"`{key}`", Guide, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(File.ReadAllText);

    /// <summary><c>PullSettings.cs</c> describes <c>pull</c>.</summary>
    private static string Section(string file) =>
        SnakeCase(Path.GetFileNameWithoutExtension(file)[..^"Settings".Length]);

    private static string SnakeCase(string name) =>
        Regex.Replace(name, "(?<=[a-z0-9])[A-Z]", match => "_" + match.Value).ToLowerInvariant();
}
