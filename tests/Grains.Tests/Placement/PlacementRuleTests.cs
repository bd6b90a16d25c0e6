using FsCheck;
using FsCheck.Fluent;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Tests.Placement;

public sealed class PlacementRuleTests
{
    private const long Gibibyte = 1L << 30;

    private static readonly DeviceView Big = Device("one/cuda:0", "cuda", 24 * Gibibyte);
    private static readonly DeviceView Small = Device("two/cuda:0", "cuda", 12 * Gibibyte);

    [Fact]
    public void Keeps_the_big_hole_for_a_big_model_unless_it_is_told_to_spread()
    {
        Assert.Equal("two/cuda:0", PlacementRule.Decide([Big, Small], Request(5)).Device);
        Assert.Equal("one/cuda:0", PlacementRule.Decide([Big, Small], Request(5) with { Spread = true }).Device);
    }

    [Fact]
    public void Goes_where_the_first_forecast_is_answered_first()
    {
        var loaded = Small with { Queued = TimeSpan.FromMilliseconds(900) };

        Assert.Equal("one/cuda:0", PlacementRule.Decide([Big, loaded], Request(5)).Device);
    }

    [Fact]
    public void Goes_where_the_files_are_unless_others_would_answer_sooner_all_the_same()
    {
        var without = Small with { FetchTime = TimeSpan.FromSeconds(4) };

        Assert.Equal("one/cuda:0", PlacementRule.Decide([Big, without], Request(5)).Device);
        Assert.Equal(4_010, PlacementRule.Decide([without], Request(5)).Reasons[0].CompletionMs);
        Assert.Equal(
            "two/cuda:0",
            PlacementRule.Decide([Big with { Queued = TimeSpan.FromSeconds(9) }, without], Request(5)).Device);
    }

    [Fact]
    public void Lets_others_lose_more_the_more_forecasts_wait()
    {
        var full = Small with { FreeBytes = 0, Replicas = [Copy("a", 11) with { ReloadCost = 0.1 }] };
        var busy = Big with { Queued = TimeSpan.FromSeconds(3) };

        Assert.Equal("one/cuda:0", PlacementRule.Decide([full, busy], Request(5)).Device); // 6 s of others' against 3
        Assert.Equal("two/cuda:0", PlacementRule.Decide([full, busy], Request(5) with { Waiters = 4 }).Device);
    }

    [Fact]
    public void Says_what_is_too_large_for_every_device_and_sends_nobody_away_for_it()
    {
        var decision = PlacementRule.Decide(
            [Big with { FreeBytes = 0, Replicas = [Copy("a", 20)] }, Small],
            Request(30));

        Assert.Equal(PlacementOutcome.TooLarge, decision.Outcome);
        Assert.All(decision.Reasons, reason => Assert.Equal("ceiling", reason.Verdict));
    }

    [Fact]
    public void Never_goes_elsewhere_when_it_is_pinned()
    {
        var decision = PlacementRule.Decide(
            [Big with { TakesModels = false }, Small],
            Request(5) with
            {
                Pin = Only("one/cuda:0"),
            });

        Assert.Equal((PlacementOutcome.PinnedUnavailable, null), (decision.Outcome, decision.Device));
        Assert.Equal(["state", "pinned_elsewhere"], decision.Reasons.Select(reason => reason.Verdict));
    }

    [Fact]
    public void Lets_a_preferred_device_take_a_fifth_longer_and_no_more()
    {
        var prefers = Request(5) with { Pin = new ModelPin { Mode = PinMode.Prefer, Devices = ["two/*"] } };
        var near = Big with { Queued = TimeSpan.FromMilliseconds(990) };

        Assert.Equal("two/cuda:0", Decide(1_190, prefers));
        Assert.Equal("one/cuda:0", Decide(1_500, prefers));
        Assert.Equal("one/cuda:0", Decide(1_190, Request(5)));

        string? Decide(int milliseconds, PlacementRequest request) => PlacementRule.Decide(
            [near, Small with { Queued = TimeSpan.FromMilliseconds(milliseconds) }], request).Device;
    }

    [Fact]
    public void Does_not_go_where_it_is_to_be_avoided_even_if_nothing_else_is_there()
    {
        var decision = PlacementRule.Decide([Small], Request(5) with { Pin = new ModelPin { Avoid = ["cuda"] } });

        Assert.Equal((PlacementOutcome.PinnedUnavailable, null), (decision.Outcome, decision.Device));
        Assert.Equal("avoided", decision.Reasons.Single().Verdict);
    }

    [Fact]
    public void Stays_where_it_may_be_pinned_if_there_is_such_a_device()
    {
        var full = Small with { PinnableBytes = Gibibyte };
        var stays = Request(5) with { IsToStay = true };

        var decision = PlacementRule.Decide([Big, full], stays);

        Assert.Equal(("one/cuda:0", "pinned_full"), (decision.Device, decision.Reasons[1].Verdict));
        Assert.Equal("two/cuda:0", PlacementRule.Decide([full], stays).Device);
    }

    [Fact]
    public void Lets_work_in_bulk_wait_for_busy_copies_where_nothing_else_gives_way()
    {
        var bulk = Request(5) with { IsBackground = true, MayWait = true };
        var busy = Big with { FreeBytes = 0, Replicas = [Copy("a", 20) with { Queue = 1 }] };
        var pinned = Small with { FreeBytes = 0, Replicas = [Copy("b", 11) with { IsPinned = true, IsProtected = true }] };

        var waits = PlacementRule.Decide([busy, pinned], bulk);
        var refused = PlacementRule.Decide([busy, pinned], bulk with { MayWait = false });

        Assert.Equal((PlacementOutcome.Waits, "one/cuda:0"), (waits.Outcome, waits.Device));
        Assert.Equal(["waits", "no_room"], waits.Reasons.Select(reason => reason.Verdict));
        Assert.Equal((PlacementOutcome.NoRoom, null), (refused.Outcome, refused.Device));
        Assert.Equal("two/cuda:0", PlacementRule.Decide([busy, Small], bulk).Device);
        Assert.Equal(PlacementOutcome.NoRoom, PlacementRule.Decide([pinned], bulk).Outcome);
    }

    [Fact]
    public void Says_how_long_loading_keeps_work_in_bulk_from_making_others_go()
    {
        var bulk = Request(5) with { IsBackground = true, MayWait = true };
        var churning = Big with
        {
            FreeBytes = 0,
            Replicas = [Copy("a", 20)],
            BulkWait = TimeSpan.FromSeconds(40),
        };

        var decision = PlacementRule.Decide([churning], bulk);

        Assert.Equal((PlacementOutcome.Waits, TimeSpan.FromSeconds(40)), (decision.Outcome, decision.Delay));
        Assert.Equal(40_010, decision.Reasons.Single().CompletionMs);
        Assert.Equal(PlacementOutcome.Assigned, PlacementRule.Decide([churning], Request(5)).Outcome);
        Assert.Equal(
            "churn", PlacementRule.Decide([churning], bulk with { MayWait = false }).Reasons.Single().Verdict);
        Assert.Equal(TimeSpan.Zero, PlacementRule.Decide([churning, Small], bulk).Delay);
    }

    [Fact]
    public void Prefers_free_room_to_somebody_else_s()
    {
        var full = Small with { FreeBytes = 0, Replicas = [Copy("a", 11) with { ReloadCost = 1 }] };

        var decision = PlacementRule.Decide([full, Big with { Queued = TimeSpan.FromSeconds(3) }], Request(5));

        Assert.Equal("one/cuda:0", decision.Device);
        Assert.Equal(["a"], decision.Reasons[0].Victims);
        Assert.Equal(60_000, decision.Reasons[0].HarmMs);
    }

    [Fact]
    public void Puts_a_model_without_weights_on_a_processor_and_on_the_emptiest_of_them()
    {
        var decision = PlacementRule.Decide(
            [Big, Device("one/cpu", "cpu", Gibibyte), Device("two/cpu", "cpu", 2 * Gibibyte)], Request(0));

        Assert.Equal("two/cpu", decision.Device);
        Assert.Equal("processor_preferred", decision.Reasons[0].Verdict);
        Assert.Equal("one/cuda:0", PlacementRule.Decide([Big], Request(0)).Device);
    }

    [Fact]
    public void Does_not_put_a_second_copy_beside_the_first()
    {
        var decision = PlacementRule.Decide([Big with { Replicas = [Copy("m", 5)] }], Request(5));

        Assert.Equal((PlacementOutcome.NoRoom, "already_there"), (decision.Outcome, decision.Reasons[0].Verdict));
    }

    [Fact]
    public void Decides_the_same_from_the_same_and_only_for_devices_that_can() =>
        Prop.ForAll(
                Arb.From(
                    from count in Gen.Choose(0, 8)
                    from devices in Gen.ListOf(AnyDevice, count)
                    from bytes in Gen.Choose(0, 30)
                    from pin in Gen.Choose(-3, 8)
                    from seed in Gen.Choose(0, 1_000)
                    from isBackground in Gen.Elements(true, false)
                    select (
                        Devices: devices.Select((device, index) => device with { Device = $"s{index}/x" }).ToArray(),
                        Request: Request(bytes) with
                        {
                            Pin = pin switch
                            {
                                -1 => null,
                                -2 => new ModelPin { Mode = PinMode.Prefer, Devices = ["s0/*", "s3/*"] },
                                -3 => new ModelPin { Avoid = ["s0/*", "s2/*"] },
                                _ => Only($"s{pin}/*"),
                            },
                            IsToStay = seed % 2 == 0,
                            Seed = seed,
                            IsBackground = isBackground,
                        })),
                given =>
                {
                    var decision = PlacementRule.Decide(given.Devices, given.Request);
                    var again = PlacementRule.Decide(given.Devices, given.Request);
                    Assert.Equal((decision.Outcome, decision.Device), (again.Outcome, again.Device));
                    Assert.Equal(given.Devices.Length, decision.Reasons.Count);
                    var able = given
                        .Devices.Where(device => CanHold(device, given.Request))
                        .Select(device => device.Device)
                        .ToArray();
                    Assert.Equal(able.Length > 0, decision.Outcome == PlacementOutcome.Assigned);
                    if (decision.Device is { } chosen)
                    {
                        Assert.Contains(chosen, able);
                    }

                    if (decision.Outcome == PlacementOutcome.TooLarge)
                    {
                        Assert.All(
                            given.Devices.Where(device => device.TakesModels),
                            device => Assert.True(device.CeilingBytes < given.Request.Bytes));
                    }
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool CanHold(DeviceView device, PlacementRequest request)
    {
        long room = device.FreeBytes + device.Replicas
            .Where(replica => !replica.IsProtected && (!request.IsBackground || replica.Queue == 0))
            .Sum(replica => replica.SizeBytes);
        string silo = device.Device[..device.Device.IndexOf('/')] + "/*";
        return request.Pin?.Avoid.Contains(silo) != true
            && (request.Pin?.Mode != PinMode.Pin || request.Pin.Devices.Contains(silo))
            && device.TakesModels
            && request.Bytes <= device.CeilingBytes
            && (request.Bytes <= device.FreeBytes || request.Bytes <= room);
    }

    private static Gen<DeviceView> AnyDevice =>
        from gibibytes in Gen.Choose(1, 24)
        from held in Gen.ListOf(Gen.Choose(1, 8), 3)
        from flags in Gen.Choose(0, 63)
        select Device("s/x", "cuda", gibibytes * Gibibyte) with
        {
            FreeBytes = Math.Max(0, gibibytes - held.Sum()) * Gibibyte,
            TakesModels = flags % 8 != 0,
            Replicas = [.. held.Select((size, index) => Copy($"r{index}", size) with
            {
                Queue = (flags >> index) & 1,
                IsProtected = (flags >> (index + 3)) % 4 == 3,
                ReloadCost = size * 0.1,
            })],
        };

    private static ModelPin Only(string device) => new() { Mode = PinMode.Pin, Devices = [device] };

    private static DeviceView Device(string key, string kind, long bytes) => new()
    {
        Device = key,
        Kind = kind,
        FreeBytes = bytes,
        CeilingBytes = bytes,
    };

    private static ReplicaSummary Copy(string model, long gibibytes) => new(
        model, "toy", ReplicaState.Ready, 1, gibibytes * Gibibyte, 0, null, default, 0, false, TimeSpan.Zero);

    private static PlacementRequest Request(long gibibytes) => new() { Model = "m", Bytes = gibibytes * Gibibyte };
}
