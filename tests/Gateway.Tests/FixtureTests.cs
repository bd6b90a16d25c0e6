using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests;

/// <summary>Every HTTP case of the compatibility fixtures, over real HTTP.</summary>
public sealed class FixtureTests
{
    /// <summary>Prefixes whose routes exist.</summary>
    private static readonly string[] Prefixes =
    [
        "analyze-",
        "auto-",
        "newer-auto-",
        "newer-ensemble-",
        "compare-",
        "covariates-",
        "dryrun-",
        "explanation-",
        "forecast-",
        "freq-",
        "keepalive-",
        "metrics-",
        "models-",
        "newer-analyze-",
        "newer-auth-",
        "newer-body-",
        "newer-compare-",
        "newer-dryrun-",
        "newer-events-",
        "newer-freq-auto-",
        "newer-health-",
        "newer-hint-",
        "newer-ingest-csv-",
        "newer-ingest-missing-",
        "newer-modelfile-",
        "newer-narrative-",
        "newer-no-content-",
        "newer-rate-",
        "newer-usage-",
        "newer-v1-models-",
        "newer-whatif-",
        "system-",
        "validate-",
        "whatif-",
    ];

    public static TheoryData<string> Cases =>
        [.. Prefixes.SelectMany(prefix => CompatFixtures.Names("http", prefix))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_the_original_does(string name)
    {
        var differences = await HttpFixture.ReplayAsync(name);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
