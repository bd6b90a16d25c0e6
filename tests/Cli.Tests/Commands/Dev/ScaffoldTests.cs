using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands.Dev;

/// <summary>The files of a new family.</summary>
public sealed class ScaffoldTests : IDisposable
{
    /// <summary>What the projects of the checkout import by themselves.</summary>
    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using Xunit;
        """;

    private readonly string _checkout = Directory.CreateTempSubdirectory("tollama-scaffold-").FullName;

    public ScaffoldTests()
    {
        File.WriteAllText(Path.Combine(_checkout, "Tollama.sln"), string.Empty);
        Directory.CreateDirectory(Path.Combine(_checkout, "src", "Models"));
        File.Copy(
            Path.Combine(RepositoryRoot.Path, "src", "Models", "ModelFamilies.cs"),
            Path.Combine(_checkout, "src", "Models", "ModelFamilies.cs"));
    }

    [Fact]
    public async Task What_is_written_compiles()
    {
        var run = await RunAsync("My-Family2");

        Assert.True(run.ExitCode == 0, run.ToString());
        var sources = Directory.GetFiles(_checkout, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).StartsWith("MyFamily2", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        Assert.Equal(3, sources.Count);

        // The models' own tests may see what is internal there; the assembly takes their name.
        string libraries = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!; // the runtime sets it
        var compilation = CSharpCompilation.Create(
            "Tollama.Models.Tests",
            sources.Append(GlobalUsings).Select(text => CSharpSyntaxTree.ParseText(text)),
            libraries.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public async Task Registering_adds_one_line_however_often_it_is_done()
    {
        await RunAsync("toy", "--register");
        var again = await RunAsync("toy", "--register", "--force");

        Assert.Equal(0, again.ExitCode);
        string table = await File.ReadAllTextAsync(Path.Combine(_checkout, "src", "Models", "ModelFamilies.cs"));
        Assert.Equal(2, table.Split("new ToyFamily(),").Length);
        Assert.True(File.Exists(Path.Combine(_checkout, "model-registry", "toy.json")));
    }

    [Fact]
    public async Task Files_that_are_there_stay_unless_they_may_be_overwritten()
    {
        await RunAsync("toy");
        string path = Path.Combine(_checkout, "src", "Models", "Toy", "ToyFamily.cs");
        await File.WriteAllTextAsync(path, "mine");

        var refused = await RunAsync("toy");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("2fast")]
    [InlineData("a.b")]
    [InlineData("_a")]
    public async Task A_name_that_is_no_identifier_is_a_usage_error(string name)
    {
        var run = await RunAsync(name);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_a_checkout_nothing_is_written()
    {
        string folder = Directory.CreateTempSubdirectory("tollama-elsewhere-").FullName;

        var run = await CliRun.OfAsync(["dev", "scaffold", "toy"], folder: folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_checkout, recursive: true);

    private Task<CliRun> RunAsync(params string[] args) =>
        CliRun.OfAsync(["dev", "scaffold", .. args], folder: _checkout);
}
