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
