using System.Text.RegularExpressions;

namespace Tollama.Conventions.Tests;

public sealed class DocumentTests
{
    public static TheoryData<string> Documents()
    {
        var data = new TheoryData<string>();
        var files = Directory
            .EnumerateFiles(SourceTree.Root, "*.md")
            .Concat(
                Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories));
        foreach (string file in files)
        {
            data.Add(SourceTree.Relative(file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_of_a_document_leads_somewhere(string document)
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, document));
        string folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, document))!;

        var broken = Regex.Matches(text, @"\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)")
            .Select(match => match.Groups[1].Value)
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_source_path_that_a_document_names_exists(string document)
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, document));

        var missing = Regex.Matches(text, @"`((?:src|tests|bench|eng|docs|model-registry|data|deploy)/[\w./-]+)`")
            .Select(match => match.Groups[1].Value.TrimEnd('/'))
            .Where(path => !Path.Exists(Path.Combine(SourceTree.Root, path)));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_readme_starts_with_the_two_commands_of_a_fresh_machine()
    {
        string readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
        int quickstart = readme.IndexOf("dotnet run --project src/Cli -- quickstart", StringComparison.Ordinal);
        int tests = readme.IndexOf("dotnet test Tollama.sln", StringComparison.Ordinal);

        Assert.True(quickstart >= 0 && tests > quickstart, "README.md must name quickstart, then the tests.");
    }
}
