using Tollama.Core.Errors;
using Tollama.Core.Metering;
using Tollama.Silo.Cluster;

namespace Tollama.Silo.Tests.Cluster;

public sealed class ClusterUsageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly AwayNotes _notes = new();

    [Fact]
    public async Task Adds_up_what_gateways_report_and_knows_it_on_every_silo()
    {
        await Open().AddAsync("a", [new UsageDelta("k_1", 2, 1.5, 7, Noon), new UsageDelta("k_2", 1, 1, 1, Noon)]);
        await Open().AddAsync("b", [new UsageDelta("k_1", 1, 2, 3, Noon.AddSeconds(-1))]);

        Assert.Equal(
            new UsageRow("k_1", 3, 3.5, 10, "2026-01-01T12:00:00.000000Z"), await Open().FindAsync("k_1"));
        Assert.Equal(1, (await Open().FindAsync("k_2"))!.RequestCount);
        Assert.Null(await Open().FindAsync("k_3"));
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_counts_once()
    {
        UsageDelta[] deltas = [new("k_1", 1, 1, 1, Noon), new("k_2", 1, 1, 1, Noon), new("k_3", 1, 1, 1, Noon)];
        _notes.LostAnswers = 1;
        await Assert.ThrowsAsync<TollamaException>(() => Open().AddAsync("a", deltas));
        for (int i = 0; i < 20; i++)
        {
            await Open().AddAsync($"other {i}", [deltas[0]]);
        }

        await Open().AddAsync("a", deltas);
        await Open().AddAsync("a", deltas);

        Assert.Equal(21, (await Open().FindAsync("k_1"))!.RequestCount);
        Assert.Equal(1, (await Open().FindAsync("k_2"))!.RequestCount);
        Assert.Equal(1, (await Open().FindAsync("k_3"))!.RequestCount);
    }

    [Fact]
    public async Task Says_so_when_the_database_is_away()
    {
        _notes.IsAway = true;

        await Assert.ThrowsAsync<TollamaException>(() => Open().FindAsync("k_1"));
    }

    private ClusterUsage Open() => new(_notes);
}
