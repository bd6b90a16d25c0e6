using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Docs;

/// <summary>The snippets of the guides.</summary>
public sealed class GuideTests
{
    /// <summary>What the reader is expected to have.</summary>
    private const string Prelude = "DateTime[] times = []; double[] values = [];\n";

    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    [Theory]
    [InlineData("use-the-dotnet-client.md")]
    [InlineData("use-with-agents.md")]
    public void Snippets_compile(string guide)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "guides", guide));
        var snippets = Regex
            .Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .Select(match => match.Groups["code"].Value)
            .ToList();
        string libraries = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!; // the runtime sets it

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet =>
        {
            int statements = snippet.IndexOf("\n\n", StringComparison.Ordinal);
            string program = snippet[..statements] + "\n" + Prelude + snippet[statements..];
            var compilation = CSharpCompilation.Create(
                "snippet",
                new[] { GlobalUsings, program }.Select(text => CSharpSyntaxTree.ParseText(text)),
                libraries.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.ConsoleApplication));
            Assert.Empty(compilation.GetDiagnostics().Where(problem => problem.Severity == DiagnosticSeverity.Error));
        });
    }
}
