using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Persistence;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Placement;

public sealed class PlacementLogTests
{
    [Fact]
    public void Keeps_the_newest_placements()
    {
        var log = new PlacementLog();
        for (int i = 0; i < 300; i++)
        {
            log.Add(Record(i, copies: 1));
        }

        Assert.Equal(Enumerable.Range(44, 256), log.Records.Select(record => int.Parse(record.Id, null)));
    }

    [Fact]
    public void Is_bounded_by_what_the_placements_hold_too()
    {
        var log = new PlacementLog();
        for (int i = 0; i < 20; i++)
        {
            log.Add(Record(i, copies: 12_800)); // 64 devices with 200 copies each
        }

        Assert.Equal(["17", "18", "19"], log.Records.Select(record => record.Id));
    }

    [Fact]
    public void Merges_what_several_silos_know_each_once_in_order()
    {
        var merged = PlacementLog.Merge([[Record(1), Record(3)], [Record(1), Record(2), Record(3)], [Record(4)]]);

        Assert.Equal(["1", "2", "3", "4"], merged.Select(record => record.Id));
    }

    [Fact]
    public async Task Outlives_every_process_and_is_decided_again_the_same_way()
    {
        var notes = new TestNotes();
        IReadOnlyList<PlacementRecord> before;
        await using (var first = new TestDaemon(services => services.AddSingleton<ISharedNotes>(notes)))
        {
            await first.ForecastAsync("m");
            await first.ForecastAsync("n");
            before = await PlacementsAsync(first);
            Assert.Equal(["m", "n"], before.Select(record => record.Request.Model));
            await first.StopAsync();
        }

        await using var second = new TestDaemon(services => services.AddSingleton<ISharedNotes>(notes));
        var after = await PlacementsAsync(second);

        Assert.Equal(before.Select(Text), after.Select(Text));
        Assert.All(
            after,
            record => Assert.Equal(
                JsonSerializer.Serialize(record.Decision),
                JsonSerializer.Serialize(PlacementRule.Decide(record.Devices, record.Request))));
        second.Clock.Advance(TimeSpan.FromHours(1));
        await second.ForecastAsync("o");
        Assert.Equal(["m", "n", "o"], (await PlacementsAsync(second)).Select(record => record.Request.Model));
    }

    [Fact]
    public async Task Goes_on_while_storage_is_away_and_stores_all_when_it_is_back()
    {
        var notes = new TestNotes { IsAway = true };
        await using (var first = new TestDaemon(services => services.AddSingleton<ISharedNotes>(notes)))
        {
            await first.ForecastAsync("m");
            Assert.Equal(["m"], (await PlacementsAsync(first)).Select(record => record.Request.Model));
            notes.IsAway = false;
            await first.StopAsync();
        }

        await using var second = new TestDaemon(services => services.AddSingleton<ISharedNotes>(notes));
        Assert.Equal(["m"], (await PlacementsAsync(second)).Select(record => record.Request.Model));
    }

    private static Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(TestDaemon daemon) =>
        daemon.Grains.GetGrain<IClusterGrain>("cluster").PlacementsAsync(null, CancellationToken.None);

    private static string Text(PlacementRecord record) => JsonSerializer.Serialize(record);

    [Fact]
    public async Task Is_told_of_every_placement()
    {
        await using var daemon = new TestDaemon();
        await daemon.ForecastAsync("m");
        await daemon.ForecastAsync("n");
        var cluster = daemon.Grains.GetGrain<IClusterGrain>("cluster");

        var all = await cluster.PlacementsAsync(null, CancellationToken.None);
        var one = Assert.Single(await cluster.PlacementsAsync("n", CancellationToken.None));

        Assert.Equal(["m", "n"], all.Select(record => record.Request.Model));
        Assert.Equal((PlacementOutcome.Assigned, "local/cpu"), (one.Decision.Outcome, one.Decision.Device));
        var again = PlacementRule.Decide(one.Devices, one.Request);
        Assert.Equal((one.Decision.Outcome, one.Decision.Device), (again.Outcome, again.Device));
        Assert.Equal(
            one.Decision.Reasons.Select(reason => reason.Verdict),
            again.Reasons.Select(reason => reason.Verdict));
    }

    private static PlacementRecord Record(int number, int copies = 0) =>
        new(
            number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            DateTimeOffset.UnixEpoch.AddSeconds(number),
            new PlacementRequest { Model = "m", Bytes = 1 },
            [
                new DeviceView
                {
                    Device = "s/sim:0",
                    Kind = "sim",
                    FreeBytes = 1,
                    CeilingBytes = 1,
                    Replicas =
                    [
                        .. Enumerable.Repeat(
                            new ReplicaSummary(
                                "x",
                                "x",
                                ReplicaState.Ready,
                                1,
                                1,
                                0,
                                null,
                                DateTimeOffset.UnixEpoch,
                                0,
                                false,
                                TimeSpan.Zero),
                            copies),
                    ],
                },
            ],
            new PlacementDecision(PlacementOutcome.NoRoom, null, []));
}
