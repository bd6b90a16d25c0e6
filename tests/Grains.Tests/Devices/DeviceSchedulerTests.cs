using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Devices;

public sealed class DeviceSchedulerTests
{
    private readonly DeviceScheduler _scheduler = new(
        new DeviceLedger(1_000, 0, 0),
        new SchedulingRules { EstimateFactor = 1 });
    private TimeSpan _now;

    [Fact]
    public void Loads_one_model_after_the_other_in_the_order_in_which_they_came()
    {
        Ask("a", 100);
        Ask("b", 100);
        Assert.Equal([new DeviceOrder.Grant("a", 1, 100)], _scheduler.TakeOrders());

        Loaded("a", 1, 120);

        Assert.Equal([new DeviceOrder.Grant("b", 1, 100)], _scheduler.TakeOrders());
        Assert.Equal((120, 100), (_scheduler.Ledger.Committed, _scheduler.Ledger.Reserved));
    }

    [Fact]
    public void Lets_those_whom_somebody_waits_for_go_first()
    {
        Ask("a", 100);
        Ask("later", 100, WorkClass.Background);
        Ask("b", 100);
        _scheduler.TakeOrders();

        Loaded("a", 1, 100);

        Assert.Equal([new DeviceOrder.Grant("b", 1, 100)], _scheduler.TakeOrders());
    }

    [Fact]
    public void Moves_a_load_ahead_that_somebody_more_urgent_waits_for_too()
    {
        Ask("a", 100);
        Ask("later", 100, WorkClass.Batch);
        Ask("sooner", 100, WorkClass.Batch);
        _scheduler.TakeOrders();

        _scheduler.Raise("sooner", WorkClass.Interactive, _now);
        _scheduler.Raise("later", WorkClass.Background, _now); // no way back
        Loaded("a", 1, 100);

        Assert.Equal([new DeviceOrder.Grant("sooner", 1, 100)], _scheduler.TakeOrders());
        Assert.Equal(WorkClass.Batch, Assert.Single(_scheduler.Waiting).Request.Class);
    }

    [Fact]
    public void Refuses_at_once_what_could_never_fit_and_evicts_nobody_for_it()
    {
        Resident("a", 600);

        Ask("huge", 1_001);

        Assert.Equal([new DeviceOrder.Refuse("huge", LoadRefusal.TooLarge, TimeSpan.Zero)], _scheduler.TakeOrders());
        Assert.Equal(ReplicaState.Ready, _scheduler.Find("a")!.State);
    }

    [Fact]
    public void Gives_the_room_of_its_victims_to_the_one_who_caused_the_eviction()
    {
        Resident("a", 900);
        Ask("b", 800);
        Assert.Equal(["a"], Retired());
        Ask("c", 50); // would fit, but comes later

        Gone("a", 1);

        Assert.Equal([new DeviceOrder.Grant("b", 1, 800)], _scheduler.TakeOrders());
    }

    [Fact]
    public void Never_takes_a_victim_back()
    {
        Resident("a", 900);
        Ask("b", 800);
        Retired();

        Assert.False(_scheduler.BeginLease("a", 1, Leases.Of(hasSpareCopy: false), _now));
        _scheduler.Cancel("b", _now); // the one who wanted the room leaves

        Assert.Equal(ReplicaState.Draining, _scheduler.Find("a")!.State);
        Gone("a", 1);
        Assert.Null(_scheduler.Find("a"));
        Assert.Equal(0, _scheduler.Ledger.Used);
    }

    [Fact]
    public void Lets_the_next_generation_wait_for_the_last_and_others_by_meanwhile()
    {
        Resident("a", 100);
        _scheduler.BeginDrain("a", 1);
        _scheduler.BeginUnload("a", 1, _now);
        _scheduler.EndUnload("a", 1, isBack: false, _now);

        Ask("a", 100);
        Ask("b", 100);
        Assert.Equal([new DeviceOrder.Grant("b", 1, 100)], _scheduler.TakeOrders());
        Loaded("b", 1, 100);
        _scheduler.EndUnload("a", 1, isBack: true, _now);

        Assert.Equal([new DeviceOrder.Grant("a", 2, 100)], _scheduler.TakeOrders());
    }

    [Fact]
    public void Spares_a_copy_until_it_has_served_what_it_was_loaded_for()
    {
        Ask("a", 900);
        _scheduler.TakeOrders();
        Loaded("a", 1, 900, backlog: 2);
        Assert.True(_scheduler.BeginLease("a", 1, Leases.Of(hasSpareCopy: false), _now));
        Ask("b", 900);
        Assert.Empty(_scheduler.TakeOrders());

        _scheduler.EndLease("a", 1, 1, TimeSpan.Zero, _now);
        Assert.Empty(_scheduler.TakeOrders());
        Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(["a"], Retired());
    }

    [Fact]
    public void Asks_a_busy_copy_to_go_for_one_who_waits_but_not_for_work_in_the_background()
    {
        Resident("a", 900);
        Assert.True(_scheduler.BeginLease("a", 1, Leases.Of(hasSpareCopy: false), _now));

        Ask("b", 900, WorkClass.Background);
        Assert.Empty(_scheduler.TakeOrders());
        Ask("c", 900);

        Assert.Equal(["a"], Retired());
    }

    [Fact]
    public void Stops_waiting_for_room_when_its_time_is_up()
    {
        Ask("a", 900);
        _scheduler.TakeOrders();
        Ask("b", 900);

        Pass(TimeSpan.FromSeconds(60));

        Assert.Contains(
            new DeviceOrder.Refuse("b", LoadRefusal.NoRoom, TimeSpan.FromSeconds(2)),
            _scheduler.TakeOrders());
    }

    [Fact]
    public void Accepts_a_model_that_is_bigger_than_thought_where_there_is_room_and_learns_its_size_where_not()
    {
        Resident("a", 500);
        Ask("b", 300);
        _scheduler.TakeOrders();
        _scheduler.BeginLoad("b", 1, _now);

        Assert.False(_scheduler.EndLoad("b", 1, 600, 0, _now));
        Gone("b", 1);
        Ask("b", 300);

        Assert.Equal(["a"], Retired()); // 600 are needed now
        Gone("a", 1);
        Assert.Equal([new DeviceOrder.Grant("b", 2, 600)], _scheduler.TakeOrders());
    }

    [Fact]
    public void Counts_memory_as_used_until_it_is_seen_to_be_back()
    {
        Resident("a", 900);
        _scheduler.BeginDrain("a", 1);
        _scheduler.BeginUnload("a", 1, _now);
        _scheduler.EndUnload("a", 1, isBack: false, _now);
        Ask("b", 900);
        Assert.Empty(_scheduler.TakeOrders());
        Assert.Equal(900, _scheduler.Ledger.Quarantined);

        Pass(TimeSpan.FromSeconds(10));
        Assert.Equal([new DeviceOrder.Probe("a", 1)], _scheduler.TakeOrders());
        _scheduler.EndUnload("a", 1, isBack: true, _now);

        Assert.Equal([new DeviceOrder.Grant("b", 1, 900)], _scheduler.TakeOrders());
    }

    [Fact]
    public void Unloads_an_idle_copy_and_its_family_when_its_time_is_up()
    {
        Resident("a", 100);
        Resident("b", 100);
        Assert.True(_scheduler.BeginLease("a", 1, Leases.Of(hasSpareCopy: false), _now));
        _scheduler.Keep("a", _now + TimeSpan.FromMinutes(5));
        _scheduler.EndLease("a", 1, 1, TimeSpan.Zero, _now);

        Assert.Equal(_now + TimeSpan.FromMinutes(5), _scheduler.NextDeadline(_now));
        Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(["a", "b"], Retired());
    }

    [Fact]
    public void Waits_longer_and_longer_between_loads_that_fail()
    {
        FailLoad("a", 1);
        FailLoad("a", 2);

        Ask("a", 100);

        Assert.Equal(
            [new DeviceOrder.Refuse("a", LoadRefusal.Failing, TimeSpan.FromSeconds(1))],
            _scheduler.TakeOrders());
        Pass(TimeSpan.FromSeconds(1));
        FailLoad("a", 3);
        Ask("a", 100);
        Assert.Equal(
            [new DeviceOrder.Refuse("a", LoadRefusal.Failing, TimeSpan.FromSeconds(2))],
            _scheduler.TakeOrders());
    }

    [Fact]
    public void Stops_a_load_that_takes_too_long_and_takes_nothing_new_until_it_has_stopped()
    {
        Ask("a", 100);
        _scheduler.TakeOrders();
        _scheduler.BeginLoad("a", 1, _now);

        Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(["a"], Retired());
        Assert.True(_scheduler.IsDegraded);
        _scheduler.FailLoad("a", 1, mayPass: true, _now);
        Assert.False(_scheduler.IsDegraded);
    }

    [Fact]
    public void Lets_the_cheapest_idle_copy_go_where_models_are_counted()
    {
        var counted = new DeviceScheduler(
            new DeviceLedger(1_000, 0, 0), new SchedulingRules { EstimateFactor = 1, MostModels = 2 });
        foreach (string model in new[] { "a", "b" })
        {
            counted.Request(new LoadWish(model, "toy", "1", 100, WorkClass.Interactive), _now);
            counted.BeginLoad(model, 1, _now);
            _now += TimeSpan.FromSeconds(1);
            counted.EndLoad(model, 1, 100, 0, _now);
        }

        counted.BeginLease("a", 1, Leases.Of(), _now);
        counted.EndLease("a", 1, 1, TimeSpan.Zero, _now);
        counted.TakeOrders();
        counted.Request(new LoadWish("statistics", "toy", "1", 0, WorkClass.Interactive), _now);
        counted.Request(new LoadWish("c", "toy", "1", 100, WorkClass.Interactive), _now);

        Assert.Equal([new DeviceOrder.Grant("statistics", 1, 0)], counted.TakeOrders());
        counted.BeginLoad("statistics", 1, _now);
        counted.EndLoad("statistics", 1, 0, 0, _now);
        var retired = Assert.IsType<DeviceOrder.Retire>(Assert.Single(counted.TakeOrders()));
        Assert.Equal("b", retired.Model); // nobody asked for it
        counted.BeginUnload("b", 1, _now);
        counted.EndUnload("b", 1, isBack: true, _now);
        Assert.Equal([new DeviceOrder.Grant("c", 1, 100)], counted.TakeOrders());
    }

    [Fact]
    public void Ignores_what_is_said_of_another_generation()
    {
        Resident("a", 100);

        _scheduler.BeginUnload("a", 2, _now);
        _scheduler.EndUnload("a", 1, isBack: true, _now);

        Assert.False(_scheduler.BeginLease("a", 2, Leases.Of(hasSpareCopy: false), _now));
        Assert.Equal(ReplicaState.Ready, _scheduler.Find("a")!.State);
        Assert.Equal(100, _scheduler.Ledger.Committed);
    }

    private void Ask(string model, long bytes, WorkClass workClass = WorkClass.Interactive) =>
        _scheduler.Request(new LoadWish(model, "toy", "1", bytes, workClass), _now);

    private void Loaded(string model, long generation, long measured, int backlog = 0)
    {
        _scheduler.BeginLoad(model, generation, _now);
        Assert.True(_scheduler.EndLoad(model, generation, measured, backlog, _now));
    }

    private void Resident(string model, long bytes)
    {
        Ask(model, bytes);
        Loaded(model, Assert.IsType<DeviceOrder.Grant>(Assert.Single(_scheduler.TakeOrders())).Generation, bytes);
    }

    private void FailLoad(string model, long generation)
    {
        Ask(model, 100);
        Assert.Equal([new DeviceOrder.Grant(model, generation, 100)], _scheduler.TakeOrders());
        _scheduler.BeginLoad(model, generation, _now);
        _scheduler.FailLoad(model, generation, mayPass: true, _now);
    }

    [Fact]
    public void Sets_more_aside_after_a_load_that_found_no_memory_and_evicts_nobody_for_nothing()
    {
        Resident("a", 400);
        Resident("b", 400);
        Lacked("c", 1, 100, isLast: false);
        Lacked("c", 2, 115, isLast: true);
        Ask("c", 100); // the first failure is not waited for
        Assert.Equal([new DeviceOrder.Grant("c", 3, 133)], _scheduler.TakeOrders());
        Loaded("c", 3, 120);
        Gone("c", 3);

        Ask("c", 100);

        Assert.Equal([new DeviceOrder.Grant("c", 4, 120)], _scheduler.TakeOrders()); // what was measured counts
    }

    [Fact]
    public void Never_asks_for_more_than_the_device_has_because_loads_found_no_memory()
    {
        Lacked("a", 1, 950, isLast: false);

        Lacked("a", 2, 1_000, isLast: true);

        Assert.Equal(0, _scheduler.Ledger.Reserved);
    }

    private void Lacked(string model, long generation, long reserved, bool isLast)
    {
        Ask(model, model == "a" ? 950 : 100);
        Assert.Equal([new DeviceOrder.Grant(model, generation, reserved)], _scheduler.TakeOrders());
        _scheduler.BeginLoad(model, generation, _now);
        _scheduler.LackMemory(model, generation, isLast, _now);
    }

    private void Gone(string model, long generation)
    {
        _scheduler.BeginUnload(model, generation, _now);
        _scheduler.EndUnload(model, generation, isBack: true, _now);
    }

    private void Pass(TimeSpan span)
    {
        _now += span;
        _scheduler.Tick(_now);
    }

    private string[] Retired() =>
        [.. _scheduler.TakeOrders().OfType<DeviceOrder.Retire>().Select(order => order.Model)];
}
