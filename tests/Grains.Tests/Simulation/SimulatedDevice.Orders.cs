using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>What the device is ordered to do, loads and unloads.</summary>
internal sealed partial class SimulatedDevice
{
    private void Ask(SimulatedCopy copy)
    {
        _copies.Add(copy.Model.Name, copy);
        if (Draw.Next(4) == 0)
        {
            Fetch(copy);
        }
        else
        {
            Acquire(copy);
        }
    }

    private void Acquire(SimulatedCopy copy)
    {
        copy.Phase = CopyPhase.Asking;
        Measure();
        Scheduler.Request(Wish(copy), Now);
        CarryOut();
    }

    private static LoadWish Wish(SimulatedCopy copy) =>
        new(copy.Model.Name, copy.Model.Family, "1", copy.Model.EstimatedBytes, copy.Urgency);

    /// <summary>The files come from elsewhere: in some seconds, in vain, or never.</summary>
    private void Fetch(SimulatedCopy copy)
    {
        if (Scheduler.BeginFetch(Wish(copy), Now).Refusal != LoadRefusal.None)
        {
            _world.Count("FetchRefused");
            Refused(copy);
            return;
        }

        _world.Count("Fetch");
        copy.Phase = CopyPhase.Fetching;
        ArmTimer();
        if (Draw.Next(8) == 0)
        {
            return; // not a byte comes; the device gives up on it
        }

        bool fails = Draw.Next(8) == 0;
        double seconds = 0.5 + (Draw.NextDouble() * 60);
        for (double at = 0; at < seconds; at += 20)
        {
            long bytes = 1 + (long)at;
            Later(copy, at, () => Scheduler.ContinueFetch(copy.Model.Name, bytes, Now));
        }

        Later(copy, seconds, () => EndFetch(copy, fails));
    }

    private void EndFetch(SimulatedCopy copy, bool fails)
    {
        if (copy.Phase != CopyPhase.Fetching)
        {
            return;
        }

        if (fails)
        {
            _world.Count("FetchFailed");
            Scheduler.FailFetch(copy.Model.Name, mayPass: true, Now);
            Refused(copy);
        }
        else
        {
            Scheduler.EndFetch(copy.Model.Name);
            Acquire(copy);
        }
    }

    private void Refused(SimulatedCopy copy)
    {
        Forget(copy);
        SendOn(copy.Waiting, isLoss: false, isRefusal: true);
    }

    private void Measure() => Scheduler.Measure(DeviceMemoryRules.Read(_info, this, Scheduler.Ledger), Now);

    private void CarryOut()
    {
        while (Scheduler.TakeOrders() is { Count: > 0 } orders)
        {
            foreach (var order in orders)
            {
                CarryOut(order);
            }
        }

        ArmTimer();
    }

    private void CarryOut(DeviceOrder order)
    {
        _world.Count(order.GetType().Name);
        switch (order)
        {
            case DeviceOrder.Grant grant:
                Load(grant);
                break;
            case DeviceOrder.Refuse refuse:
                Law.Holds(
                    _copies.GetValueOrDefault(refuse.Model) is { Phase: CopyPhase.Asking },
                    "a refusal for nobody");
                Refused(_copies[refuse.Model]);
                break;
            case DeviceOrder.StopFetch stop
                when _copies.GetValueOrDefault(stop.Model) is { Phase: CopyPhase.Fetching } fetching:
                Refused(fetching);
                break;
            case DeviceOrder.Retire retire:
                Law.Holds(Scheduler.Find(retire.Model) is not { IsPinned: true }, "a pinned copy is told to go");
                Law.Holds(
                    retire.Reason != DeviceScheduler.PressureReason || Scheduler.Find(retire.Model)!.Leases == 0,
                    "running work is disturbed for another program");
                _world.Count(retire.Reason == DeviceScheduler.PressureReason ? "Relief" : "OtherRetire");
                _world.Clock.After(TimeSpan.Zero, () => Retire(retire));
                break;
            case DeviceOrder.Expire expire:
                _world.Clock.After(TimeSpan.Zero, () => _world.UnloadFamily(expire.Family));
                break;
            case DeviceOrder.Probe probe:
                Scheduler.EndUnload(probe.Model, probe.Generation, IsBack(probe.Model), Now);
                Measure();
                break;
        }
    }

    private bool IsBack(string model) => Scheduler.Find(model) is { } resident
        && DeviceMemoryRules.IsBack(_info, this, Scheduler.Ledger, resident.Bytes);

    private void Retire(DeviceOrder.Retire retire)
    {
        if (!IsAlive)
        {
            return;
        }

        var copy = _copies.GetValueOrDefault(retire.Model);
        if (copy?.Generation != retire.Generation)
        {
            Scheduler.Lose(retire.Model, retire.Generation, Now);
            CarryOut();
        }
        else if (copy.Phase == CopyPhase.Loading)
        {
            Later(copy, Draw.NextDouble(), () => Fail(copy, mayPass: false));
        }
        else
        {
            Drain(copy);
        }
    }

    private void Load(DeviceOrder.Grant grant)
    {
        var copy = _copies.GetValueOrDefault(grant.Model);
        Law.Holds(copy is { Phase: CopyPhase.Asking }, "a grant for nobody");
        copy.Generation = grant.Generation;
        copy.Phase = CopyPhase.Loading;
        Scheduler.BeginLoad(grant.Model, grant.Generation, Now);
        double seconds = Draw.Next(40) == 0 ? 400 : 0.2 + (Draw.NextDouble() * 8);
        bool fails = Draw.Next(8) == 0;
        Later(
            copy,
            seconds / 2,
            () => copy.Held = copy.Phase == CopyPhase.Loading ? copy.Model.TrueBytes / 2 : copy.Held);
        double warm = Draw.Next(40) == 0 ? 100 : Draw.NextDouble();
        Later(copy, seconds, () => Warm(copy));
        Later(copy, seconds + warm, () => EndLoad(copy, fails));
    }

    private void Warm(SimulatedCopy copy)
    {
        if (copy.Phase == CopyPhase.Loading)
        {
            Scheduler.BeginWarm(copy.Model.Name, copy.Generation, Now);
            CarryOut();
        }
    }

    private void EndLoad(SimulatedCopy copy, bool fails)
    {
        if (copy.Phase != CopyPhase.Loading)
        {
            return;
        }

        if (fails || Used - copy.Held + copy.Model.TrueBytes > _info.TotalBytes)
        {
            Fail(copy, mayPass: true);
            return;
        }

        copy.Held = copy.Model.TrueBytes;
        Measure();
        bool fits = Scheduler.EndLoad(copy.Model.Name, copy.Generation, copy.Held, copy.Waiting.Count, Now);
        Measure();
        if (fits)
        {
            copy.Phase = CopyPhase.Serving;
            foreach (var forecast in copy.Waiting)
            {
                Later(copy, Draw.NextDouble() * 0.05, () => Begin(copy, forecast));
            }
        }
        else
        {
            TryAgain(copy);
        }

        CarryOut();
        if (IsDraining)
        {
            Drain(copy);
        }
    }

    /// <summary>It is bigger than it was thought to be: it goes, and asks once more with its true size.</summary>
    private void TryAgain(SimulatedCopy copy)
    {
        _world.Count("Misfit");
        copy.Phase = CopyPhase.Leaving;
        if (copy.HasTriedAgain)
        {
            SendOn(copy.Waiting, isLoss: false, isRefusal: true);
        }
        else
        {
            var next = new SimulatedCopy(this, copy.Model, copy.Urgency) { HasTriedAgain = true };
            copy.Waiting.ForEach(forecast => Enqueue(next, forecast));
            copy.Waiting.Clear();
            copy.Successor = next;
        }

        Unload(copy);
    }

    private void Fail(SimulatedCopy copy, bool mayPass)
    {
        if (copy.Phase != CopyPhase.Loading)
        {
            return;
        }

        copy.Held = 0;
        Forget(copy);
        Scheduler.FailLoad(copy.Model.Name, copy.Generation, mayPass, Now);
        SendOn(copy.Waiting, isLoss: false, isRefusal: true);
        CarryOut();
    }

    private void Unload(SimulatedCopy copy)
    {
        Law.Holds(copy.Running.Count == 0, "a copy is unloaded while forecasts run in it");
        copy.Phase = CopyPhase.Unloading;
        Measure();
        Scheduler.BeginUnload(copy.Model.Name, copy.Generation, Now);
        double seconds = Draw.Next(20) == 0 ? 15 : 0.05 + Draw.NextDouble();
        bool leaks = IsMeasured && Draw.Next(10) == 0;
        if (!leaks)
        {
            Later(copy, seconds / 2, () => copy.Held = 0);
        }

        Later(copy, seconds, () => EndUnload(copy, leaks));
    }

    private void EndUnload(SimulatedCopy copy, bool leaks)
    {
        Forget(copy);
        KeepOrFree(copy, leaks);
        Scheduler.EndUnload(copy.Model.Name, copy.Generation, IsBack(copy.Model.Name), Now);
        Measure();
        CarryOut();
        if (copy.Successor is not { } next)
        {
            return;
        }

        if (IsDraining || next.Waiting.Count == 0)
        {
            SendOn(next.Waiting, isLoss: false);
        }
        else
        {
            Ask(next);
        }
    }

    private void Forget(SimulatedCopy copy)
    {
        copy.Phase = CopyPhase.Gone;
        _copies.Remove(copy.Model.Name);
    }

    /// <summary>Memory of a copy that is gone comes back at once, or only after a while.</summary>
    private void KeepOrFree(SimulatedCopy copy, bool leaks)
    {
        if (leaks)
        {
            _leaks.Add(copy);
            _world.Clock.After(TimeSpan.FromSeconds(Draw.Next(1, 60)), () => _leaks.Remove(copy));
            _world.Count("Leak");
        }
        else
        {
            copy.Held = 0;
        }
    }

    private void ArmTimer()
    {
        if (Scheduler.NextDeadline(Now) is not { } due || _armedFor <= due)
        {
            return;
        }

        _armedFor = due;
        var wait = due > Now ? due - Now : TimeSpan.Zero;
        _world.Clock.After(wait, () =>
        {
            if (IsAlive && _armedFor == due)
            {
                _armedFor = null;
                Scheduler.Tick(Now);
                CarryOut();
            }
        });
    }
}
