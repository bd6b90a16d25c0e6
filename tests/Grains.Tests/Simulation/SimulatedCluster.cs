using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>
/// One random schedule: silos with devices, models, forecasts that come, are cancelled, lose their copy; loads that
/// fail, hang, take more than was thought; silos that die, drain and come back. A seed says all of it.
/// </summary>
internal sealed class SimulatedCluster : ISimulatedWorld
{
    private const long Mebibyte = 1 << 20;
    private const int MostAttempts = 12;
    private const int MostEvents = 20_000;
    private static readonly TimeSpan Bustle = TimeSpan.FromSeconds(40);

    private readonly List<SimulatedSilo> _silos = [];
    private readonly List<SimulatedModel> _models = [];
    private readonly List<SimulatedForecast> _forecasts = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public SimulatedCluster(int seed)
    {
        Draw = new Random(seed);
        for (int silo = Draw.Next(1, 4); silo > 0; silo--)
        {
            var one = new SimulatedSilo($"s{silo}");
            _silos.Add(one);
            Start(one);
        }

        for (int model = Draw.Next(2, 7); model > 0; model--)
        {
            long estimate = Draw.Next(20) == 0 ? 20_000 * Mebibyte : Draw.Next(200, 5_000) * Mebibyte;
            _models.Add(new SimulatedModel(
                $"m{model}", $"f{model % 3}", estimate, (long)(estimate * (0.7 + (Draw.NextDouble() * 0.7)))));
        }
    }

    public VirtualClock Clock { get; } = new();

    public Random Draw { get; }

    /// <summary>What happened how often.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public IReadOnlyList<SimulatedForecast> Forecasts => _forecasts;

    /// <summary>Lets everything happen, and looks at the laws after every event.</summary>
    public void Run()
    {
        for (int forecast = Draw.Next(5, 25); forecast > 0; forecast--)
        {
            At(Accept);
        }

        for (int fault = Draw.Next(0, 16); fault > 0; fault--)
        {
            At(Disturb);
        }

        for (int events = 0; Clock.Step(); events++)
        {
            Law.Holds(events < MostEvents, "something happens over and over without an end");
            foreach (var device in _silos.SelectMany(silo => silo.Devices))
            {
                SchedulerLaws.Check(device, Clock.Now);
            }
        }

        Law.Holds(_forecasts.TrueForAll(one => one.End is not null), "a forecast was accepted and never ends");
        foreach (var device in _silos.SelectMany(silo => silo.Devices))
        {
            SchedulerLaws.CheckRest(device);
        }
    }

    public void SendOn(SimulatedForecast forecast) =>
        Clock.After(TimeSpan.FromSeconds(0.01 + Draw.NextDouble()), () => Route(forecast));

    public void UnloadFamily(string family)
    {
        foreach (var device in _silos.SelectMany(silo => silo.Devices))
        {
            foreach (var copy in device.Copies.Values.Where(copy => copy.Model.Family == family).ToArray())
            {
                if (device.Scheduler.Find(copy.Model.Name) is not { IsPinned: true })
                {
                    device.Drain(copy);
                }
            }
        }
    }

    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    private void At(Action action) => Clock.After(Bustle * Draw.NextDouble(), action);

    private void Accept()
    {
        var forecast = new SimulatedForecast(_models[Draw.Next(_models.Count)], _forecasts.Count);
        _forecasts.Add(forecast);
        Route(forecast);
    }

    /// <summary>What the model's grain does: a copy that is there, else one that is placed.</summary>
    private void Route(SimulatedForecast forecast)
    {
        if (forecast.End is not null)
        {
            return;
        }

        if (forecast.Losses > 1 || ++forecast.Attempts > MostAttempts)
        {
            forecast.Finish(ForecastEnd.Lost);
            return;
        }

        var urgency = Draw.Next(4) == 0 ? WorkClass.Background : WorkClass.Interactive;
        if (FindCopy(forecast) is { } device)
        {
            device.Serve(forecast, urgency);
        }
        else
        {
            Place(forecast, urgency);
        }
    }

    private SimulatedDevice? FindCopy(SimulatedForecast forecast)
    {
        string model = forecast.Model.Name;
        SimulatedDevice[] devices =
        [
            .. from silo in _silos
            where silo.State == MemberState.Active
            from device in silo.Devices
            where !forecast.Refusals.Contains(device.Key)
            where
                device.HasLost(model)
                || device.Copies.GetValueOrDefault(model) is { Phase: not (CopyPhase.Leaving or CopyPhase.Unloading) }
            select device,
        ];
        bool wantsAnother = devices.Length == 1 && Draw.Next(6) == 0;
        return devices.Length == 0 || wantsAnother ? null : devices[Draw.Next(devices.Length)];
    }

    private void Place(SimulatedForecast forecast, WorkClass urgency)
    {
        SiloReport[] reports =
        [
            .. _silos.Where(silo => silo.State != MemberState.Dead).Select(silo => silo.Describe()),
        ];
        var views = DeviceViews.From(reports, forecast.Refusals);
        var request = new PlacementRequest
        {
            Model = forecast.Model.Name,
            Bytes = DeviceViews.Predict(forecast.Model.EstimatedBytes),
            IsBackground = urgency == WorkClass.Background,
            MayWait = Draw.Next(2) == 0,
            Pin = SomePin(),
            IsToStay = Draw.Next(8) == 0,
            Seed = forecast.Id,
        };
        var decision = PlacementRule.Decide(views, request);
        PlacementLaws.Check(views, request, decision);
        Count(decision.Outcome.ToString());
        if (decision.Delay > TimeSpan.Zero)
        {
            Count("Churn");
            forecast.Finish(ForecastEnd.Refused); // work in bulk that cannot wait so long
        }
        else if (decision.Device is { } key)
        {
            _silos.SelectMany(silo => silo.Devices).Single(device => device.Key == key).Serve(forecast, urgency);
        }
        else if (FindCopy(forecast) is { } device)
        {
            device.Serve(forecast, urgency);
        }
        else
        {
            forecast.Finish(decision.Outcome == PlacementOutcome.TooLarge ? ForecastEnd.TooLarge : ForecastEnd.Refused);
        }
    }

    private ModelPin? SomePin() => Draw.Next(12) switch
    {
        0 => new ModelPin { Mode = PinMode.Pin, Devices = ["s1/*"] },
        1 => new ModelPin { Mode = PinMode.Pin, Devices = ["sim", "s2/cuda:1"] },
        2 => new ModelPin { Mode = PinMode.Prefer, Devices = ["cuda"] },
        3 => new ModelPin { Avoid = ["s1/*", "sim:2"] },
        _ => null,
    };

    private void Disturb()
    {
        var silo = _silos[Draw.Next(_silos.Count)];
        switch (Draw.Next(7))
        {
            case 6 when silo.Devices.Count > 0:
                silo.Devices.ForEach(device => device.PinOrUnpin());
                break;
            case 5 when silo.Devices.Count > 0:
                silo.Devices[Draw.Next(silo.Devices.Count)].TakeForeign();
                break;
            case 0 when silo.State != MemberState.Dead:
                Kill(silo);
                break;
            case 1 when silo.State == MemberState.Active:
                Drain(silo);
                break;
            case 2 or 3:
                Crash();
                break;
            default:
                if (_forecasts.FindAll(one => one.Copy is not null) is { Count: > 0 } running)
                {
                    var forecast = running[Draw.Next(running.Count)];
                    forecast.Copy!.Device.Cancel(forecast);
                }

                break;
        }
    }

    private void Crash()
    {
        var copies = _silos.SelectMany(silo => silo.Devices).SelectMany(device => device.Copies.Values)
            .Where(copy => copy.Phase is CopyPhase.Serving or CopyPhase.Loading or CopyPhase.Fetching).ToList();
        if (copies.Count > 0)
        {
            Count("Crash");
            var copy = copies[Draw.Next(copies.Count)];
            copy.Device.Crash(copy);
        }
    }

    private void Kill(SimulatedSilo silo)
    {
        Count("Death");
        SimulatedCopy[] others =
        [
            .. _silos.Where(other => other != silo).SelectMany(other => other.Devices)
                .SelectMany(device => device.Copies.Values).Where(copy => copy.Phase == CopyPhase.Serving),
        ];
        silo.Devices.ForEach(device => device.Die());
        Stop(silo);
        Law.Holds(
            Array.TrueForAll(
                others,
                copy => copy.Phase == CopyPhase.Serving && copy.Device.Copies.Values.Contains(copy)),
            "a silo's death takes a copy of another silo along");
    }

    /// <summary>It serves what it has and takes nothing new; after a while it stops.</summary>
    private void Drain(SimulatedSilo silo)
    {
        Count("Drain");
        silo.State = MemberState.Draining;
        long incarnation = silo.Incarnation;
        foreach (var device in silo.Devices)
        {
            device.IsDraining = true;
            foreach (var copy in device.Copies.Values.ToArray())
            {
                device.Drain(copy);
            }
        }

        Clock.After(TimeSpan.FromSeconds(30), () =>
        {
            if (silo.Incarnation == incarnation && silo.State == MemberState.Draining)
            {
                silo.Devices.ForEach(device => device.Die());
                Stop(silo);
            }
        });
    }

    private void Stop(SimulatedSilo silo)
    {
        silo.State = MemberState.Dead;
        silo.Devices.Clear();
        silo.Incarnation++;
        Clock.After(TimeSpan.FromSeconds(Draw.Next(1, 20)), () => Start(silo));
    }

    private void Start(SimulatedSilo silo)
    {
        silo.State = MemberState.Active;
        var host = new HostLedger(Draw.Next(2_000, 20_000) * Mebibyte, 512 * Mebibyte);
        for (int index = Draw.Next(1, 3); index > 0; index--)
        {
            var kind = Draw.Next(2) == 0 ? DeviceKind.Cuda : DeviceKind.Simulated;
            var info = new DeviceInfo(new DeviceId(kind, index), "device", Draw.Next(4_000, 9_000) * Mebibyte);
            silo.Devices.Add(
                new SimulatedDevice(this, silo.Name, info, kind == DeviceKind.Cuda ? 400 * Mebibyte : 0, host));
        }
    }
}
