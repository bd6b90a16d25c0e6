using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests;

/// <summary>Every HTTP case of the compatibility fixtures, over real HTTP.</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Cases => [.. CompatFixtures.Names("http")];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_the_original_does(string name)
    {
        var differences = await HttpFixture.ReplayAsync(name);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
