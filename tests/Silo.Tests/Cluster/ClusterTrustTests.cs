using Tollama.Core.Errors;
using Tollama.Core.Trust;
using Tollama.Silo.Cluster;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Cluster;

public sealed class ClusterTrustTests
{
    private readonly AwayNotes _notes = new();
    private readonly ListLogger<ClusterTrust> _log = new();

    [Fact]
    public async Task The_newest_outcomes_and_judgements_are_known_after_their_grain_was_lost()
    {
        var trust = Open();
        await trust.AddAsync(Outcome("late", -1));
        for (int i = 0; i <= ITrustStore.OutcomesPerAgent; i++)
        {
            await trust.AddAsync(Outcome("early", i));
        }

        await trust.AddAsync([.. Enumerable.Range(0, 300).Select(i => Record("finance", i))]);
        await trust.AddAsync([.. Enumerable.Range(300, 300).Select(i => Record("finance", i)), Record("energy", 7)]);

        var again = Open();
        Assert.Equal(["late", "early"], await again.AgentsAsync());
        Assert.Equal(
            Enumerable.Range(1, 100).Select(i => (double)i),
            (await again.OutcomesAsync("early")).Select(outcome => outcome.Components["n"]));
        Assert.Empty(await again.OutcomesAsync("nobody"));
        Assert.Equal(["energy", "finance"], await again.DomainsAsync());
        Assert.Equal(
            Enumerable.Range(100, 500).Select(Time),
            (await again.RecordsAsync("finance")).Select(record => record.RecordedAt));
        Assert.Empty(await again.RecordsAsync("none"));
    }

    [Fact]
    public async Task An_outcome_that_is_not_stored_is_not_acknowledged()
    {
        var trust = Open();
        await trust.AddAsync(Outcome("a", 1));
        _notes.IsAway = true;

        var fault = await Assert.ThrowsAsync<TollamaException>(() => trust.AddAsync(Outcome("a", 2)));

        Assert.Equal(ErrorCode.Unavailable, fault.Code);
        Assert.Single(await trust.OutcomesAsync("a"));
    }

    [Fact]
    public async Task Judgements_wait_while_the_database_is_away_and_are_stored_once()
    {
        var trust = Open();
        await trust.AddAsync([Record("finance", 0)]);
        _notes.IsAway = true;
        await trust.AddAsync([Record("finance", 1), Record("energy", 1)]);
        Assert.Equal(2, (await trust.RecordsAsync("finance")).Count);
        Assert.Equal(["energy", "finance"], await trust.DomainsAsync());
        Assert.NotEmpty(_log.Lines);

        _notes.IsAway = false;
        _notes.LostAnswers = 1;
        await trust.AddAsync([Record("finance", 2)]);
        await trust.AddAsync([Record("finance", 3)]);

        Assert.Equal(4, (await Open().RecordsAsync("finance")).Count);
        Assert.Single(await Open().RecordsAsync("energy"));
    }

    private static TrustOutcome Outcome(string agent, int number) =>
        new(agent, "finance", 0.5, 1, new Dictionary<string, double> { ["n"] = number }, Time(number));

    private static TrustRecord Record(string domain, int number) =>
        new("agent", domain, 0.5, "GREEN", null, Time(number));

    private static DateTimeOffset Time(int number) => DateTimeOffset.UnixEpoch.AddSeconds(number);

    private ClusterTrust Open() => new(_notes, _log);
}
