using FsCheck;
using FsCheck.Fluent;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Devices;

/// <summary>
/// Random lives of one device: whatever happens in whatever order, its books are right after every step.
/// </summary>
public sealed class DeviceLawTests
{
    private const long Total = 1_000;

    [Fact]
    public void Never_exceeds_its_memory_and_never_leaves_anybody_waiting_for_ever() => Prop.ForAll(
        Arb.From(Gen.ListOf(Step)),
        steps =>
        {
            var world = new World();
            foreach (var (kind, model, size) in steps)
            {
                world.Apply(kind, model, size);
                world.Check();
            }

            world.Settle();
            Assert.Equal(0, world.Scheduler.Ledger.Used);
            Assert.Empty(world.Scheduler.Waiting);
            Assert.Empty(world.Asking);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Gen<(int Kind, string Model, int Size)> Step =>
        from kind in Gen.Choose(0, 11)
        from model in Gen.Elements("a", "b", "c", "d", "e")
        from size in Gen.Choose(1, 1_100)
        select (kind, model, size);

    /// <summary>The copies around a scheduler: they do what it orders, sooner or later.</summary>
    private sealed class World
    {
        private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
        private TimeSpan _now;

        public DeviceScheduler Scheduler { get; } = new(new DeviceLedger(Total, 50, 20), new SchedulingRules());

        public HashSet<string> Asking { get; } = new(StringComparer.Ordinal);

        public void Apply(int kind, string model, int size)
        {
            var resident = Scheduler.Find(model);
            long generation = resident?.Generation ?? 0;
            switch (kind)
            {
                case 0 or 1 when resident is null or { State: ReplicaState.Quarantined }:
                    Ask(model, size);
                    break;
                case 2:
                    Scheduler.BeginLoad(model, generation, _now);
                    break;
                case 3:
                    EndLoad(model, generation, size);
                    break;
                case 4:
                    Scheduler.FailLoad(model, generation, size % 2 == 0, _now);
                    break;
                case 5:
                    Assert.Equal(
                        resident is { State: ReplicaState.Ready },
                        Scheduler.BeginLease(model, generation, Leases.Of(hasSpareCopy: false), _now));
                    break;
                case 6:
                    Scheduler.EndLease(model, generation, 1, TimeSpan.Zero, _now);
                    break;
                case 7:
                    Scheduler.Keep(model, Until(size));
                    break;
                case 8 when resident is { State: ReplicaState.Draining, Leases: 0 }:
                    Scheduler.BeginUnload(model, generation, _now);
                    break;
                case 9:
                    Scheduler.EndUnload(model, generation, size % 4 != 0, _now);
                    break;
                case 10:
                    Asking.Remove(model);
                    Scheduler.Cancel(model, _now);
                    break;
                case 11:
                    Wait(size % 40);
                    break;
            }

            Obey();
        }

        private TimeSpan? Until(int size) => size % 2 == 0 ? _now + TimeSpan.FromSeconds(size) : null;

        private void Wait(int seconds)
        {
            _now += TimeSpan.FromSeconds(seconds);
            Scheduler.Tick(_now);
        }

        private void Ask(string model, int size)
        {
            _sizes[model] = size;
            Asking.Add(model);
            var urgency = size % 3 == 0 ? WorkClass.Background : WorkClass.Interactive;
            Scheduler.Request(new LoadWish(model, "toy", $"{size % 2}", size, urgency), _now);
        }

        public void Check()
        {
            var ledger = Scheduler.Ledger;
            Assert.InRange(ledger.Used + 50, 0, Total);
            long Sum(params ReplicaState[] states) =>
                Scheduler.Residents.Where(one => states.Contains(one.State)).Sum(one => one.Bytes);
            Assert.Equal(Sum(ReplicaState.Reserved, ReplicaState.Loading, ReplicaState.Warming), ledger.Reserved);
            Assert.Equal(Sum(ReplicaState.Ready, ReplicaState.Draining), ledger.Committed);
            Assert.Equal(Sum(ReplicaState.Unloading), ledger.Unloading);
            Assert.Equal(Sum(ReplicaState.Quarantined), ledger.Quarantined);
            Assert.True(
                Scheduler.Residents.Count(one => one.State is ReplicaState.Reserved or ReplicaState.Loading) <= 1);
            if (Scheduler.Waiting.Count > 0)
            {
                Assert.NotNull(Scheduler.NextDeadline(_now));
            }
        }

        /// <summary>Everybody does what is expected of them and time passes: nothing may be left.</summary>
        public void Settle()
        {
            for (int round = 0; round < 40; round++)
            {
                foreach (var resident in Scheduler.Residents.ToArray())
                {
                    Finish(resident);
                    Obey();
                }

                _now += TimeSpan.FromSeconds(30);
                Scheduler.Tick(_now);
                Obey();
            }
        }

        private void Finish(Resident resident)
        {
            Scheduler.BeginLoad(resident.Model, resident.Generation, _now);
            EndLoad(resident.Model, resident.Generation, 1);
            while (resident.Leases > 0)
            {
                Scheduler.EndLease(resident.Model, resident.Generation, 1, TimeSpan.Zero, _now);
            }

            Scheduler.BeginDrain(resident.Model, resident.Generation);
            Scheduler.BeginUnload(resident.Model, resident.Generation, _now);
            Scheduler.EndUnload(resident.Model, resident.Generation, isBack: true, _now);
        }

        private void EndLoad(string model, long generation, int difference)
        {
            long measured = Math.Max(1, _sizes.GetValueOrDefault(model, 1) + (difference % 50) - 10);
            Scheduler.EndLoad(model, generation, measured, difference % 3, _now);
        }

        private void Obey()
        {
            foreach (var order in Scheduler.TakeOrders())
            {
                switch (order)
                {
                    case DeviceOrder.Grant grant:
                        Assert.True(Asking.Remove(grant.Model), "a grant for nobody");
                        break;
                    case DeviceOrder.Refuse refuse:
                        Assert.True(Asking.Remove(refuse.Model), "a refusal for nobody");
                        break;
                    case DeviceOrder.Retire retire:
                        bool serves = Scheduler.Find(retire.Model) is { State: ReplicaState.Ready } resident
                            && resident.Generation == retire.Generation;
                        Assert.False(serves, "a copy that was told to go serves");
                        break;
                }
            }
        }
    }
}
