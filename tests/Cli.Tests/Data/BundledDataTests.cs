using System.Security.Cryptography;
using Tollama.Cli.Data;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Data;

/// <summary>The bundled data sets.</summary>
public sealed class BundledDataTests
{
    [Fact]
    public void Match_the_sums_of_their_readme()
    {
        string folder = Path.Combine(RepositoryRoot.Path, "data");
        var sums = File.ReadLines(Path.Combine(folder, "README.md"))
            .Select(line => line.Trim().Split("  "))
            .Where(words => words is [{ Length: 64 }, _])
            .ToDictionary(words => words[1], words => words[0]);

        Assert.Equal(
            Directory.EnumerateFiles(folder, "*.csv").Select(path => Path.GetFileName(path)).Order(),
            sums.Keys.Order());
        Assert.All(sums, pair => Assert.Equal(
            pair.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, pair.Key))))));
    }

    [Fact]
    public async Task Are_inside_the_program_and_readable_as_series()
    {
        Assert.Equal(12, BundledData.Names.Count);
        foreach (string name in BundledData.Names)
        {
            var input = await BundledData.ReadAsync($"bundled:{name}", CancellationToken.None);
            Assert.NotEmpty(SeriesAssembler.Read(input, future: null).Series);
        }
    }
}
