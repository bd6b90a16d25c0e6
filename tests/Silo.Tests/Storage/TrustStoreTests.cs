using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Trust;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Tests.Storage;

public sealed class TrustStoreTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tollama-trust-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Outcomes_outlive_the_process_and_the_oldest_are_dropped()
    {
        using (var store = Open())
        {
            for (int i = 0; i <= ITrustStore.OutcomesPerAgent; i++)
            {
                store.Add(
                    new TrustOutcome(
                        "news",
                        "news",
                        i / 200.0,
                        1,
                        new Dictionary<string, double> { ["a"] = 0.5 },
                        At(i)));
            }
        }

        using var again = Open();
        var outcomes = again.Outcomes("news");

        Assert.Equal(["news"], again.Agents());
        Assert.Equal(ITrustStore.OutcomesPerAgent, outcomes.Count);
        Assert.Equal(
            (1 / 200.0, At(1), 0.5),
            (outcomes[0].Predicted, outcomes[0].RecordedAt, outcomes[0].Components["a"]));
    }

    [Fact]
    public void Judgements_are_written_at_the_latest_when_the_store_closes()
    {
        using (var store = Open())
        {
            store.Add([new TrustRecord("news", "news", 0.7, "YELLOW", "moderate_trust", At(0))]);
        }

        using var again = Open();

        Assert.Equal(["news"], again.Domains());
        Assert.Equal(
            new TrustRecord("news", "news", 0.7, "YELLOW", "moderate_trust", At(0)),
            Assert.Single(again.Records("news")));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"news\": [5]}")]
    [InlineData("{\"news\": [{\"agent_name\": 5}]}")]
    [InlineData("{\"news\": [{\"agent_name\": \"news\", \"domain\": \"news\", \"trust_score\": \"x\"")]
    public void A_file_that_cannot_be_read_counts_as_empty(string content)
    {
        Directory.CreateDirectory(Path.Combine(_home, "xai"));
        File.WriteAllText(Path.Combine(_home, "xai", "trust_history.json"), content);

        using var store = Open();

        Assert.Empty(store.Domains());
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private TrustStore Open() => new(_home, NullLogger<TrustStore>.Instance);
}
