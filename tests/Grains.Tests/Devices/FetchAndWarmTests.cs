using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Devices;

public sealed class FetchAndWarmTests
{
    private const long Mebibyte = 1 << 20;

    private readonly DeviceScheduler _scheduler =
        new(new DeviceLedger(1_000 * Mebibyte, 0, 0), new SchedulingRules { EstimateFactor = 1 });

    private TimeSpan _now;

    [Fact]
    public void Holds_no_memory_and_keeps_nobody_waiting_while_files_are_fetched()
    {
        Assert.Equal(LoadRefusal.None, BeginFetch("a", 900).Refusal);

        _scheduler.Request(Wish("b", 900), _now);

        Assert.Equal([new DeviceOrder.Grant("b", 1, 900 * Mebibyte)], _scheduler.TakeOrders());
        Assert.Equal(["a"], _scheduler.Fetches.Select(fetch => fetch.Wish.Model));
    }

    [Fact]
    public void Gives_up_a_fetch_that_brings_nothing_for_thirty_seconds()
    {
        BeginFetch("a", 100);
        Pass(25);
        _scheduler.ContinueFetch("a", 1, _now);
        Pass(29);
        _scheduler.ContinueFetch("a", 1, _now); // no new byte
        Assert.Empty(_scheduler.TakeOrders());

        Pass(1);

        Assert.Equal([new DeviceOrder.StopFetch("a")], _scheduler.TakeOrders());
        Assert.Empty(_scheduler.Fetches);
    }

    [Fact]
    public void Gives_up_a_fetch_that_trickles()
    {
        BeginFetch("a", 600); // 600 MiB at 1 MiB/s: ten minutes
        for (int second = 20; second < 600; second += 20)
        {
            Pass(20);
            _scheduler.ContinueFetch("a", second, _now);
            Assert.Empty(_scheduler.TakeOrders());
        }

        Pass(20);

        Assert.Equal([new DeviceOrder.StopFetch("a")], _scheduler.TakeOrders());
    }

    [Fact]
    public void Does_not_fetch_what_could_never_fit_or_keeps_failing()
    {
        Assert.Equal(LoadRefusal.TooLarge, BeginFetch("huge", 1_001).Refusal);

        for (int failure = 0; failure < 2; failure++)
        {
            Assert.Equal(LoadRefusal.None, BeginFetch("a", 100).Refusal);
            _scheduler.FailFetch("a", mayPass: true, _now);
        }

        Assert.Equal(
            (LoadRefusal.Failing, TimeSpan.FromSeconds(1)),
            (BeginFetch("a", 100).Refusal, BeginFetch("a", 100).RetryAfter));
        Assert.Empty(_scheduler.Fetches);
    }

    [Fact]
    public void Counts_a_fetch_that_was_given_up_once()
    {
        BeginFetch("a", 100);
        Pass(30);
        _scheduler.FailFetch("a", mayPass: false, _now); // the copy ends because it was told to

        BeginFetch("a", 100);
        Pass(30);

        Assert.Equal(LoadRefusal.Failing, BeginFetch("a", 100).Refusal);
    }

    [Fact]
    public void Keeps_the_reservation_while_a_copy_warms_up()
    {
        Load("a", 400);

        _scheduler.BeginWarm("a", 1, _now);

        Assert.Equal(ReplicaState.Warming, _scheduler.Find("a")!.State);
        Assert.Equal(400 * Mebibyte, _scheduler.Ledger.Reserved);
        Assert.False(_scheduler.BeginLease("a", 1, Leases.Of(hasSpareCopy: false), _now));
        Assert.True(_scheduler.EndLoad("a", 1, 350 * Mebibyte, 0, _now));
        Assert.Equal((0, 350 * Mebibyte), (_scheduler.Ledger.Reserved, _scheduler.Ledger.Committed));
    }

    [Fact]
    public void Tells_a_copy_to_stop_that_warms_up_for_a_minute()
    {
        Load("a", 400);
        _scheduler.BeginWarm("a", 1, _now);
        Pass(59);
        Assert.Empty(_scheduler.TakeOrders());

        Pass(1);

        Assert.Equal("a", Assert.IsType<DeviceOrder.Retire>(Assert.Single(_scheduler.TakeOrders())).Model);
        Assert.True(_scheduler.IsDegraded);
    }

    [Fact]
    public void Counts_a_load_that_was_told_to_stop_as_a_failure()
    {
        for (int time = 0; time < 2; time++)
        {
            Load("a", 400);
            Pass(300);
            _scheduler.TakeOrders();
            _scheduler.FailLoad("a", time + 1, mayPass: false, _now);
        }

        _scheduler.Request(Wish("a", 400), _now);

        Assert.Equal(
            [new DeviceOrder.Refuse("a", LoadRefusal.Failing, TimeSpan.FromSeconds(1))], _scheduler.TakeOrders());
    }

    private static LoadWish Wish(string model, long mebibytes) =>
        new(model, model, "1", mebibytes * Mebibyte, WorkClass.Interactive);

    private LoadTicket BeginFetch(string model, long mebibytes) => _scheduler.BeginFetch(Wish(model, mebibytes), _now);

    private void Load(string model, long mebibytes)
    {
        _scheduler.Request(Wish(model, mebibytes), _now);
        var grant = Assert.IsType<DeviceOrder.Grant>(Assert.Single(_scheduler.TakeOrders()));
        _scheduler.BeginLoad(model, grant.Generation, _now);
    }

    private void Pass(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _scheduler.Tick(_now);
    }
}
