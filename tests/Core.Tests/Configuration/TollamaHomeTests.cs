using Tollama.Core.Configuration;

namespace Tollama.Core.Tests.Configuration;

public sealed class TollamaHomeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-home-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(null, "/nobody/here", "/nobody/here/.tollama")]
    [InlineData("~", "/nobody/here", "/nobody/here")]
    [InlineData("~/state", "/nobody/here", "/nobody/here/state")]
    [InlineData("/var/state", "/nobody/here", "/var/state")]
    public void Is_below_the_folder_of_the_user_also_where_that_does_not_exist(
        string? named, string user, string expected)
    {
        Skip.If(OperatingSystem.IsWindows(), "HOME is a variable of Unix.");
        var variables = new Dictionary<string, string> { ["HOME"] = user };
        if (named is not null)
        {
            variables["TOLLAMA_HOME"] = named;
        }

        Assert.Equal(expected, TollamaHome.Resolve(new ProcessEnvironment(variables)));
    }

    [Fact]
    public void Finds_nothing_wrong_with_a_folder_that_can_be_made()
    {
        Assert.Null(TollamaHome.FindFault(_folder));
        Assert.Null(TollamaHome.FindFault(Path.Combine(_folder, "new", "home")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Says_why_nothing_can_be_written_to_it()
    {
        string home = Path.Combine(_folder, "file");
        File.WriteAllText(home, "no folder");

        string fault = TollamaHome.FindFault(home)!;

        Assert.Contains($"Work in the folder '{home}' failed: '{home}' is a file.", fault, StringComparison.Ordinal);
        Assert.Contains("TOLLAMA_HOME", fault, StringComparison.Ordinal);
    }
}
