using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tollama.Conventions.Tests;

/// <summary>
/// The adapter to Orleans is compiled only where its packages are. What can be seen without them is seen here: it is
/// the one place that differs, and it still has what the rest of the product asks of a grain runtime.
/// </summary>
public sealed class OrleansAdapterTests
{
    private const string Adapter = "src/Actors.Orleans";

    [Fact]
    public void Only_one_folder_knows_Orleans()
    {
        var sources = SourceTree.CSharp("src").Where(file => Regex.IsMatch(SourceTree.Code(file), @"\bOrleans\.\w"));
        var projects = Directory
            .EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Orleans", StringComparison.Ordinal));
        string[] knowing = [.. sources.Concat(projects).Select(SourceTree.Relative)];

        Assert.NotEmpty(knowing); // the search finds it
        Assert.All(knowing, file => Assert.StartsWith(Adapter + "/", file, StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_no_file_from_our_runtime_that_needs_more_of_it()
    {
        string[] missing = [.. Types(SourceTree.CSharp("src/Actors")).Except(Types(Offered()), StringComparer.Ordinal)];

        Assert.Contains("ActivationCatalog", missing); // the search finds what is ours alone
        Assert.Empty(Uses(Taken(), missing));
    }

    [Fact]
    public void Has_every_type_that_silo_gateway_and_command_line_use_of_the_runtime()
    {
        string[] missing = [.. Types(SourceTree.CSharp("src/Actors")).Except(Types(Offered()), StringComparer.Ordinal)];
        string[] users = [.. Users()];

        Assert.NotEmpty(users);
        Assert.Empty(Uses(users, missing.Except(["GrainReference", "IGrainFactory"], StringComparer.Ordinal)));
    }

    [Fact]
    public void Says_of_a_member_what_the_silo_asks()
    {
        string described = SourceTree.Code(Path.Combine(SourceTree.Root, Adapter, "Membership", "Member.cs"));
        string members = SourceTree.Code(Path.Combine(SourceTree.Root, Adapter, "Membership", "OrleansMembers.cs"));
        string asked = SourceTree.Code(Path.Combine(SourceTree.Root, "src/Actors/Membership/IMembers.cs"));
        string[] properties = [.. Users().SelectMany(file => Names(file, @"\bmember\.(\w+)"))];
        string[] methods = [.. Regex.Matches(asked, @"(\w+)\s*(?:\(|\{ get)").Select(match => match.Groups[1].Value)];

        Assert.Contains("Status", properties);
        Assert.Contains("BeginDrainAsync", methods);
        Assert.All(properties, name => Assert.Matches($@"\b{name}\b", described));
        Assert.All(methods, name => Assert.Matches($@"\b{name}\b", members));
    }

    [Fact]
    public async Task Ends_the_build_with_one_sentence_where_the_packages_are_missing()
    {
        var folder = Directory.CreateTempSubdirectory("tollama-orleans-");
        try
        {
            string config = Path.Combine(folder.FullName, "nuget.config");
            string none = folder.CreateSubdirectory("none").FullName;
            await File.WriteAllTextAsync(
                config,
                $"<configuration><packageSources><clear /><add key=\"none\" value=\"{none}\" "
                    + "/></packageSources></configuration>"
            );
            var start = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    "build",
                    Path.Combine(SourceTree.Root, "src", "Grains"),
                    "--disable-build-servers",
                    "-p:ActorRuntime=Orleans",
                    $"-p:RestoreConfigFile={config}",
                    $"-p:ArtifactsPath={folder.FullName}",
                },
                Environment = { ["NUGET_PACKAGES"] = none, ["MSBUILDDISABLENODEREUSE"] = "1" },
                RedirectStandardOutput = true,
            };
            using var build = Process.Start(start)!;
            string output = await build.StandardOutput.ReadToEndAsync();
            await build.WaitForExitAsync();

            string[] errors =
            [
                .. output
                    .Split('\n')
                    .Where(line => line.Contains(": error", StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal),
            ];
            Assert.Equal(1, build.ExitCode);
            Assert.Contains(
                "a package of Microsoft.Orleans 10 cannot be restored",
                Assert.Single(errors),
                StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the adapter compiles.</summary>
    private static IEnumerable<string> Offered() => SourceTree.CSharp(Adapter).Concat(Taken());

    /// <summary>What it takes from our runtime. A file that is gone fails here.</summary>
    private static IEnumerable<string> Taken()
    {
        string folder = Path.Combine(SourceTree.Root, Adapter);
        var parts = XDocument
            .Load(Path.Combine(folder, "Actors.Orleans.csproj"))
            .Descendants("Compile")
            .Select(part => Path.GetFullPath(Path.Combine(folder, part.Attribute("Include")!.Value)));
        foreach (string part in parts)
        {
            string[] files = Directory.GetFiles(Path.GetDirectoryName(part)!, Path.GetFileName(part));
            Assert.True(files.Length > 0, $"{part} is gone: mend {Adapter}.");
            foreach (string file in files)
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Users() => new[] { "src/Silo", "src/Gateway", "src/Cli" }
        .SelectMany(SourceTree.CSharp)
        .Where(file => Regex.IsMatch(SourceTree.Code(file), @"^using Tollama\.Actors\.", RegexOptions.Multiline));

    private static IEnumerable<string> Types(IEnumerable<string> files) =>
        files.Select(file => Path.GetFileNameWithoutExtension(file));

    private static IEnumerable<string> Uses(IEnumerable<string> files, IEnumerable<string> types) =>
        from file in files
        let code = SourceTree.Code(file)
        from type in types
        where Regex.IsMatch(code, $@"(?<![.\w""]){type}(?:[<?\[.(>,;]|\s+\w)")
        select $"{SourceTree.Relative(file)} uses {type}";

    private static IEnumerable<string> Names(string file, string pattern) =>
        Regex.Matches(SourceTree.Code(file), pattern).Select(match => match.Groups[1].Value);
}
