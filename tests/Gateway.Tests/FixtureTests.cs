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
        "compare-",
        "covariates-",
        "dryrun-",
        "explanation-",
        "forecast-",
        "freq-",
        "keepalive-",
        "metrics-",
        "models-",
        "newer-a2a-",
        "newer-analyze-",
        "newer-auth-",
        "newer-auto-",
        "newer-body-",
        "newer-compare-",
        "newer-conformal-",
        "newer-counterfactual",
        "newer-dashboard-",
        "newer-dataurl-",
        "newer-dryrun-",
        "newer-ensemble-",
        "newer-events-",
        "newer-explain-decision",
        "newer-forecast-",
        "newer-freq-auto-",
        "newer-generate-",
        "newer-health-",
        "newer-hint-",
        "newer-ingest-",
        "newer-modelfile-",
        "newer-models-",
        "newer-narrative-",
        "newer-no-content-",
        "newer-pipeline-",
        "newer-progressive-",
        "newer-rate-",
        "newer-reconcile-",
        "newer-report",
        "newer-response-",
        "newer-scenario-tree",
        "newer-series-",
        "newer-upload-",
        "newer-usage-",
        "newer-v1-models-",
        "newer-validate-",
        "newer-whatif-",
        "newer-xai-",
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
