using System.Text.RegularExpressions;
using Tollama.Testing;

namespace Tollama.Conventions.Tests;

/// <summary>The checkout as text: what the conventions look at.</summary>
internal static class SourceTree
{
    public static string Root => RepositoryRoot.Path;

    public static IEnumerable<string> CSharp(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)
                && !file.Contains("/bin/", StringComparison.Ordinal));

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>A source without its comments.</summary>
    public static string Code(string file) => Regex.Replace(File.ReadAllText(file), "//[^\n]*", string.Empty);
}
