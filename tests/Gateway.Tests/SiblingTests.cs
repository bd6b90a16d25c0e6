using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests;

/// <summary>
/// Neighbours of the compatibility fixtures: other values, orders and combinations, several a server.
/// </summary>
public sealed class SiblingTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "contracts", "siblings");

    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.json")
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Answers_as_the_original_does(string file)
    {
        var differences = await HttpFixture.ReplayCasesAsync(Path.Combine(Folder, file));

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
