using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Devices;

/// <summary>A device of 1000 bytes that spends its time with loading.</summary>
public sealed class ChurnTests
{
    private static readonly SchedulingRules Rules = new() { EstimateFactor = 1 };

    private readonly DeviceScheduler _scheduler = new(new DeviceLedger(1_000, 0, 0), Rules);
    private TimeSpan _now;

    [Fact]
    public void Lets_work_in_bulk_make_nobody_go_until_the_share_has_fallen()
    {
        Load("a", 900, TimeSpan.FromMinutes(5)); // a share of 1 - 1/e
        Ask("bulk", 500, WorkClass.Batch);

        Assert.Empty(_scheduler.TakeOrders());
        var wait = _scheduler.BulkWait(_now);
        Assert.InRange(wait, TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(71)); // 300 s · ln(0.632 / 0.5)
        Assert.Equal(_now + TimeSpan.FromSeconds(60), _scheduler.NextDeadline(_now)); // it gives up before

        Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(
            [new DeviceOrder.Refuse("bulk", LoadRefusal.NoRoom, Rules.Quiet)], _scheduler.TakeOrders());
        Ask("bulk", 500, WorkClass.Batch);
        Assert.Equal(_now + _scheduler.BulkWait(_now), _scheduler.NextDeadline(_now));

        Pass(_scheduler.BulkWait(_now));

        Assert.Equal("a", Assert.IsType<DeviceOrder.Retire>(Assert.Single(_scheduler.TakeOrders())).Model);
    }

    [Fact]
    public void Lets_those_whom_somebody_waits_for_make_others_go_all_the_same()
    {
        Load("a", 900, TimeSpan.FromMinutes(5));

        Ask("urgent", 500, WorkClass.Interactive);

        Assert.Equal("a", Assert.IsType<DeviceOrder.Retire>(Assert.Single(_scheduler.TakeOrders())).Model);
    }

    [Fact]
    public void Says_once_that_it_thrashes_with_the_models_and_what_is_missing()
    {
        var alarms = new List<DeviceOrder.Alarm>();
        for (int round = 0; round < 10; round++)
        {
            string model = round % 2 == 0 ? "a" : "b";
            Load(model, 700, TimeSpan.FromMinutes(2), alarms);
            Assert.True(_scheduler.BeginLease(model, 1 + (round / 2), Leases.Of(), _now));
            _scheduler.EndLease(model, 1 + (round / 2), 1, TimeSpan.Zero, _now);
            Leave(model, 1 + (round / 2), alarms);
        }

        var alarm = Assert.Single(alarms).Thrashing;
        Assert.Equal(["a", "b"], alarm.WorkingSet);
        Assert.Equal(400, alarm.MissingBytes);
        Assert.Equal(alarm, _scheduler.Thrashing);

        Pass(TimeSpan.FromMinutes(3));
        Assert.Null(_scheduler.Thrashing);
        Assert.True(_scheduler.Churn(_now) < 0.8);
    }

    private void Ask(string model, long bytes, WorkClass workClass) =>
        _scheduler.Request(new LoadWish(model, model, "1", bytes, workClass), _now);

    private void Load(string model, long bytes, TimeSpan took, List<DeviceOrder.Alarm>? alarms = null)
    {
        Ask(model, bytes, WorkClass.Interactive);
        var orders = _scheduler.TakeOrders();
        alarms?.AddRange(orders.OfType<DeviceOrder.Alarm>());
        long generation = Assert.Single(orders.OfType<DeviceOrder.Grant>()).Generation;
        _scheduler.BeginLoad(model, generation, _now);
        _now += took;
        Assert.True(_scheduler.EndLoad(model, generation, bytes, 0, _now));
        alarms?.AddRange(_scheduler.TakeOrders().OfType<DeviceOrder.Alarm>());
    }

    private void Leave(string model, long generation, List<DeviceOrder.Alarm> alarms)
    {
        _scheduler.BeginDrain(model, generation);
        _scheduler.BeginUnload(model, generation, _now);
        _scheduler.EndUnload(model, generation, isBack: true, _now);
        alarms.AddRange(_scheduler.TakeOrders().OfType<DeviceOrder.Alarm>());
    }

    private void Pass(TimeSpan span)
    {
        _now += span;
        _scheduler.Tick(_now);
    }
}
