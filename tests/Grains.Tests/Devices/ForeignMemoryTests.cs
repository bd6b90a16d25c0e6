using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Devices;

public sealed class ForeignMemoryTests
{
    private readonly DeviceScheduler _scheduler = new(
        new DeviceLedger(1_000, 0, 50),
        new SchedulingRules { EstimateFactor = 1 });
    private TimeSpan _now;
    private long _foreign;

    [Fact]
    public void Lets_idle_copies_go_when_others_take_their_room()
    {
        Load("a", 300);
        Load("b", 300);
        Foreign(0);

        Foreign(500); // 1100 in all: 100 + 50 are missing

        Assert.Equal(["a"], Retired(DeviceScheduler.PressureReason));
        Assert.True(_scheduler.IsUnderPressure(_now));
    }

    [Fact]
    public void Never_disturbs_running_work_for_them()
    {
        Load("a", 300);
        Load("b", 300);
        Foreign(0);
        _scheduler.BeginLease("a", 1, Leases.Of(), _now);

        Foreign(800);

        Assert.Equal(["b"], Retired(DeviceScheduler.PressureReason)); // not enough, and all there is
        Assert.Equal(ReplicaState.Ready, _scheduler.Find("a")!.State);
    }

    [Fact]
    public void Does_nothing_while_others_take_little_or_slowly()
    {
        Load("a", 900);
        Foreign(0);
        Foreign(99);
        for (int step = 1; step <= 5; step++)
        {
            _now += TimeSpan.FromSeconds(11);
            Foreign(99 * step);
        }

        Assert.Empty(Retired(DeviceScheduler.PressureReason));
        Assert.Equal(0, _scheduler.PressureEvents);
    }

    [Fact]
    public void Takes_no_further_copies_for_thirty_seconds()
    {
        Foreign(0);
        Foreign(200);

        Ask("more", 10, WorkClass.Background);
        Assert.Equal(
            [new DeviceOrder.Refuse("more", LoadRefusal.NoRoom, TimeSpan.FromSeconds(30))],
            _scheduler.TakeOrders());
        Ask("wanted", 10);
        Assert.IsType<DeviceOrder.Grant>(Assert.Single(_scheduler.TakeOrders()));

        _scheduler.FailLoad("wanted", 1, mayPass: false, _now);
        _now += TimeSpan.FromSeconds(30);
        Ask("more", 10, WorkClass.Background);
        Assert.IsType<DeviceOrder.Grant>(Assert.Single(_scheduler.TakeOrders()));
    }

    [Fact]
    public void Counts_as_gone_for_good_what_others_have_held_for_ten_minutes()
    {
        for (int minute = 0; minute < 10; minute++)
        {
            Foreign(minute == 5 ? 300 : 400);
            Assert.Equal(950, _scheduler.Ledger.Ceiling);
            _now += TimeSpan.FromMinutes(1);
        }

        Foreign(400);

        Assert.Equal(650, _scheduler.Ledger.Ceiling);
    }

    [Fact]
    public void Learns_what_the_calls_of_a_copy_take_and_reckons_with_it_at_the_next_load()
    {
        Load("a", 300);
        Foreign(100);
        _scheduler.BeginLease("a", 1, Leases.Of(series: 4), _now);
        Foreign(180); // 80 more since nothing computed: they are the copy's own

        Assert.Equal((380, 80, 100), (_scheduler.Ledger.Committed, _scheduler.Accounts.Workspace, ForeignNow()));

        _scheduler.EndLease("a", 1, 4, TimeSpan.Zero, _now);
        _scheduler.BeginUnload("a", 1, _now);
        _scheduler.EndUnload("a", 1, isBack: true, _now);
        Ask("a", 300);

        Assert.Equal([new DeviceOrder.Grant("a", 2, 380)], _scheduler.TakeOrders());
        _scheduler.BeginLoad("a", 2, _now);
        Assert.True(_scheduler.EndLoad("a", 2, 300, 0, _now));
        Assert.Equal((380, 80), (_scheduler.Ledger.Committed, _scheduler.Accounts.Workspace));
    }

    [Fact]
    public void Blames_nobody_while_several_copies_compute()
    {
        Load("a", 100);
        Load("b", 100);
        Foreign(0);
        _scheduler.BeginLease("a", 1, Leases.Of(), _now);
        _scheduler.BeginLease("b", 1, Leases.Of(), _now);

        Foreign(80);

        Assert.Equal((0, 80), (_scheduler.Accounts.Workspace, _scheduler.Ledger.Foreign));
    }

    [Fact]
    public void Lets_loads_onto_several_devices_wait_for_main_memory()
    {
        var host = new HostLedger(1_000, 0);
        DeviceScheduler One() => new(new DeviceLedger(2_000, 0, 0), new SchedulingRules { EstimateFactor = 1 }, host);
        var (first, second) = (One(), One());
        var wish = new LoadWish("m", "m", "1", 600, WorkClass.Interactive);

        first.Request(wish, _now);
        second.Request(wish, _now);

        Assert.Single(first.TakeOrders());
        Assert.Empty(second.TakeOrders());
        first.BeginLoad("m", 1, _now);
        first.EndLoad("m", 1, 600, 0, _now);
        Assert.Equal(0, host.Staged);
        second.Tick(second.NextDeadline(_now)!.Value);
        Assert.Single(second.TakeOrders());
        Assert.Equal((600, 600), (host.Staged, second.Accounts.Staging));
    }

    [Fact]
    public void Lets_a_load_bigger_than_main_memory_go_alone()
    {
        var host = new HostLedger(100, 0);

        Assert.True(host.TryStage(600));
        Assert.False(host.TryStage(1));
        host.Unstage(600);
        Assert.True(host.TryStage(1));
    }

    [Fact]
    public void Counts_loads_onto_other_devices_where_copies_live_in_main_memory()
    {
        var host = new HostLedger(1_000, 100);
        var processor = new DeviceLedger(1_000, 0, 100, host);
        host.Attach(processor);
        processor.Reserve(500);
        processor.Commit(500, 500);

        Assert.True(host.TryStage(300));
        Assert.False(host.TryStage(200)); // 500 + 300 + 200 and the headroom

        Assert.Equal((100, 300), (processor.Free, processor.Staged));
    }

    [Fact]
    public void Leaves_what_never_comes_back_to_the_driver_after_five_minutes()
    {
        Load("a", 300);
        Foreign(0);
        _scheduler.BeginUnload("a", 1, _now);
        _scheduler.EndUnload("a", 1, isBack: false, _now);
        int probes = 0;
        while (_scheduler.Find("a") is not null)
        {
            _now = _scheduler.NextDeadline(_now)!.Value;
            _scheduler.Tick(_now);
            probes += _scheduler.TakeOrders().OfType<DeviceOrder.Probe>().Count();
        }

        Assert.Equal((30, TimeSpan.FromSeconds(310)), (probes, _now));
        Assert.False(_scheduler.IsDegraded);
        _scheduler.Measure(new MemoryReading(700, 0), _now);
        Assert.Equal((0, 650), (_scheduler.Ledger.Used, _scheduler.Ledger.Free));
    }

    private void Foreign(long bytes)
    {
        _foreign = bytes;
        long own = _scheduler.Ledger.Committed + _scheduler.Ledger.Unloading + _scheduler.Ledger.Quarantined;
        _scheduler.Measure(new MemoryReading(1_000 - own - bytes, own), _now);
    }

    private long ForeignNow()
    {
        long own = _scheduler.Ledger.Committed;
        _scheduler.Ledger.Read(new MemoryReading(1_000 - 300 - _foreign, own));
        return _scheduler.Ledger.Foreign;
    }

    private void Ask(string model, long bytes, WorkClass urgency = WorkClass.Interactive) =>
        _scheduler.Request(new LoadWish(model, model, "1", bytes, urgency), _now);

    private void Load(string model, long bytes)
    {
        Ask(model, bytes);
        var grant = Assert.IsType<DeviceOrder.Grant>(Assert.Single(_scheduler.TakeOrders()));
        _scheduler.BeginLoad(model, grant.Generation, _now);
        Assert.True(_scheduler.EndLoad(model, grant.Generation, bytes, 0, _now));
    }

    private string[] Retired(string reason) =>
        [
            .. _scheduler
                .TakeOrders()
                .OfType<DeviceOrder.Retire>()
                .Where(order => order.Reason == reason)
                .Select(order => order.Model)
                .Order(),
        ];
}
