using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tollama.Conventions.Tests;

public sealed class ArrowTests
{
    /// <summary>Who may reference whom. A new row or column is an ADR.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Onnx"] = ["Core"],
        ["Models"] = ["Onnx", "Core"],
        ["Actors"] = ["Core"],
        ["Actors.Generator"] = [],
        ["Actors.Orleans"] = ["Core"],
        ["Grains"] = ["Actors", "Core", "Actors.Generator"],
        ["Silo"] = ["Models", "Grains", "Core"],
        ["Gateway"] = ["Grains", "Core"],
        ["Cli"] = ["Silo", "Gateway", "Client", "Core"],
        ["Client"] = ["Core"],
    };

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (string file in Directory.EnumerateFiles(
            Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            data.Add(Path.GetFileNameWithoutExtension(file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_layout_allows(string project)
    {
        Assert.True(
            Allowed.ContainsKey(project),
            $"'{project}' has no row: a new project needs an ADR and a row here.");

        string file = Path.Combine(SourceTree.Root, "src", project, project + ".csproj");
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Except(Allowed[project], StringComparer.Ordinal);

        Assert.Empty(references);
    }

    [Fact]
    public void The_command_line_reaches_gateway_and_silo_only_where_it_starts_the_daemon()
    {
        var strangers = SourceTree.CSharp("src/Cli")
            .Where(file => !SourceTree.Relative(file).StartsWith("src/Cli/Commands/Serve/", StringComparison.Ordinal))
            .Where(file => Regex.IsMatch(
                WithoutTexts(File.ReadAllText(file)), @"\bTollama\.(Gateway|Silo|Grains|Actors|Models|Onnx)\b"))
            .Select(SourceTree.Relative);

        Assert.Empty(strangers);

        // A text may hold the source of something else: what it names is no arrow.
        static string WithoutTexts(string source) => Regex.Replace(source, "\"[^\"\n]*\"", string.Empty);
    }

    [Fact]
    public void A_model_family_knows_no_other_family()
    {
        string models = Path.Combine(SourceTree.Root, "src", "Models");
        var families = Directory.GetDirectories(models).Select(Path.GetFileName)
            .Where(name => name is not ("Blocks" or "Checkpoints" or "Serving" or "obj" or "bin")).ToArray();

        var offences =
            from family in families
            from file in SourceTree.CSharp(Path.Combine("src", "Models", family!))
            let text = File.ReadAllText(file)
            from other in families
            where other != family && Regex.IsMatch(text, $@"\bTollama\.Models\.{other}\b")
            select $"{SourceTree.Relative(file)} uses {other}";

        Assert.Empty(offences);
    }

    [Fact]
    public void Unsafe_code_stays_in_the_engine_binding()
    {
        var offences = SourceTree.CSharp("src")
            .Where(file => !SourceTree.Relative(file).StartsWith("src/Onnx/", StringComparison.Ordinal))
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bunsafe\b\s*(\{|static|void|class|struct|partial)"))
            .Select(SourceTree.Relative);

        Assert.Empty(offences);
    }
}
