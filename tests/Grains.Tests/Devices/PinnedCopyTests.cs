using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Devices;

/// <summary>Pinned copies on a device of 1000 bytes.</summary>
public sealed class PinnedCopyTests
{
    private readonly DeviceScheduler _scheduler = new(
        new DeviceLedger(1_000, 0, 0), new SchedulingRules { EstimateFactor = 1 });

    private TimeSpan _now;

    [Fact]
    public void Neither_expire_nor_make_room()
    {
        Load("a", 600);
        Assert.True(_scheduler.Pin("a", isPinned: true, _now));
        _scheduler.Keep("a", _now + TimeSpan.FromSeconds(1));

        Pass(TimeSpan.FromHours(1));
        _scheduler.Request(Wish("b", 600), _now);

        Assert.Empty(_scheduler.TakeOrders());
        Assert.Equal(ReplicaState.Ready, _scheduler.Find("a")!.State);
        Assert.Equal(_now + TimeSpan.FromSeconds(60), _scheduler.NextDeadline(_now)); // the other gives up
    }

    [Fact]
    public void Make_room_once_they_are_not_pinned_any_more()
    {
        Load("a", 600);
        _scheduler.Pin("a", isPinned: true, _now);
        _scheduler.Request(Wish("b", 600), _now);
        Assert.Empty(_scheduler.TakeOrders());

        Assert.False(_scheduler.Pin("a", isPinned: false, _now));

        Assert.Equal("a", Assert.IsType<DeviceOrder.Retire>(Assert.Single(_scheduler.TakeOrders())).Model);
    }

    [Fact]
    public void Take_no_more_than_their_part_of_the_device()
    {
        Load("a", 500);
        Load("b", 301);
        Load("c", 199);

        Assert.True(_scheduler.Pin("a", isPinned: true, _now));
        Assert.Equal(300, _scheduler.Pinnable);
        Assert.False(_scheduler.Pin("b", isPinned: true, _now));
        Assert.True(_scheduler.Pin("c", isPinned: true, _now));
        Assert.True(_scheduler.Pin("a", isPinned: true, _now)); // it is already
        Assert.Equal(101, _scheduler.Pinnable);
    }

    [Fact]
    public void Are_copies_that_serve()
    {
        _scheduler.Request(Wish("a", 500), _now);

        Assert.False(_scheduler.Pin("a", isPinned: true, _now));
        Assert.False(_scheduler.Pin("unknown", isPinned: true, _now));
    }

    private static LoadWish Wish(string model, long bytes) => new(model, model, "1", bytes, WorkClass.Interactive);

    private void Load(string model, long bytes)
    {
        _scheduler.Request(Wish(model, bytes), _now);
        Assert.Single(_scheduler.TakeOrders());
        _scheduler.BeginLoad(model, 1, _now);
        Assert.True(_scheduler.EndLoad(model, 1, bytes, 0, _now));
    }

    private void Pass(TimeSpan span)
    {
        _now += span;
        _scheduler.Tick(_now);
    }
}
