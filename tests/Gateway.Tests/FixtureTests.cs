using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests;

/// <summary>Every HTTP case of the compatibility fixtures, over real HTTP.</summary>
public sealed class FixtureTests
{
    /// <summary>Prefixes whose routes exist.</summary>
    private static readonly string[] Prefixes =
    [
        "system-", "models-", "forecast-", "validate-", "keepalive-", "freq-", "covariates-", "metrics-",
        "explanation-", "dryrun-", "compare-", "whatif-", "newer-auth-", "newer-body-", "newer-hint-", "newer-no-content-", "newer-rate-", "newer-usage-",
        "newer-health-live", "newer-events-bad-", "newer-events-forecast", "newer-dryrun-", "newer-freq-auto-", "newer-whatif-",
        "newer-v1-models-", "newer-modelfile-",
    ];

    public static TheoryData<string> Cases =>
        [.. Prefixes.SelectMany(prefix => CompatFixtures.Names("http", prefix))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_the_original_does(string name) =>
        Assert.Empty(await HttpFixture.ReplayAsync(name));
}
