using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Placement;
using Tollama.Grains.Replicas;
using Tollama.Grains.Routing;

namespace Tollama.Grains.Models;

/// <summary>
/// The one decision point of a model: where its copies are and which one computes. What it knows of them is a cache;
/// the devices are asked whenever it knows of none.
/// </summary>
internal sealed partial class ModelGrain(
    IForecasterFactory factory,
    ClusterSurvey survey,
    CopyRules copyRules,
    RoutingRules routingRules,
    SchedulingRules rules,
    BatchingOptions batching,
    TimeProvider time,
    ILogger<ModelGrain> logger)
    : Grain, IModelGrain
{
    /// <summary>Copies that may go away under one forecast; then the fault goes to the caller.</summary>
    private const int MostMoves = 8;

    /// <summary>
    /// How long a forecast waits for a silo where there is none: about as long as one takes to come back.
    /// </summary>
    private static readonly TimeSpan SiloPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SiloPause = TimeSpan.FromMilliseconds(100);

    private readonly List<Copy> _copies = [];
    private readonly CopyScaler _scaler = new(copyRules);
    private readonly long _origin = time.GetTimestamp();
    private Task<TimeSpan?>? _placing;
    private string? _placingOn;
    private WorkClass _urgency;
    private TollamaException? _lastFault;
    private int _waiting;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            _ => ScaleAsync(), new GrainTimerCreationOptions(copyRules.Window, copyRules.Window) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<ForecastResult> ForecastAsync(ForecastCall call, CancellationToken cancellationToken)
    {
        factory.Check(call.Artifact, call.Request);
        var result = await RunAsync(call, cancellationToken);
        if (call.KeepAlive == TimeSpan.Zero)
        {
            await GrainFactory
                .GetGrain<ILoadedModelsGrain>(LoadedModelsGrain.Key)
                .UnloadFamilyAsync(call.Artifact.Family);
        }

        return result;
    }

    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        _copies.Clear();
        var silos = await survey.TakeAsync(GrainFactory, cancellationToken);
        await Task.WhenAll(DeviceViews.CopiesOf(silos, this.GetPrimaryKeyString())
            .Where(copy => copy.Replica.State is not (ReplicaState.Unloading or ReplicaState.Quarantined))
            .Select(copy => Replica(copy.Device).UnloadAsync()));
    }

    public async Task LeaveAsync(string silo, CancellationToken cancellationToken)
    {
        var leaving = _copies.Where(copy => DeviceKey.Parse(copy.Device).Silo == silo).ToArray();
        if (leaving.Length == 0)
        {
            return;
        }

        _copies.RemoveAll(leaving.Contains);
        if (_copies.Count == 0 && leaving[0].Artifact is { } artifact)
        {
            await TryMoveAsync(artifact, cancellationToken);
        }

        await Task.WhenAll(leaving.Select(copy => copy.Replica.UnloadAsync()));
    }

    /// <summary>A silo that drains does so even if no other takes its models.</summary>
    private async Task TryMoveAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureCopyAsync(artifact, WorkClass.Interactive, cancellationToken);
        }
        catch (TollamaException fault)
        {
            LogNotMoved(artifact.Name, fault.Message);
        }
    }

    private async Task<ForecastResult> RunAsync(ForecastCall call, CancellationToken cancellationToken)
    {
        double? loadMilliseconds = null;
        int losses = call.Losses;
        long arrived = time.GetTimestamp();
        for (int moves = 0; moves < MostMoves; moves++)
        {
            if (Route(call) is not { } copy)
            {
                var took = await EnsureCopyAsync(call.Artifact, call.Class, cancellationToken);
                loadMilliseconds = took?.TotalMilliseconds ?? loadMilliseconds;
                continue;
            }

            var sent = call with { TimeLimit = call.TimeLimit - time.GetElapsedTime(arrived) };
            try
            {
                if (await TryForecastAsync(copy, sent, cancellationToken) is { } answer)
                {
                    return loadMilliseconds is null ? answer : answer with { ModelLoadMs = loadMilliseconds };
                }
            }
            catch (TollamaException late) when (late.Code == ErrorCode.DeadlineUnmet && _copies.Count > 1)
            {
                return await ForecastElsewhereAsync(copy, sent, late, cancellationToken);
            }
            catch (SiloUnavailableException lost) when (!cancellationToken.IsCancellationRequested)
            {
                losses++;
                RefuseIfDangerous(call, losses, lost);
            }
        }

        throw new TollamaException(
            ErrorCode.Overloaded,
            $"Model '{call.Artifact.Name}' had to give way to others {MostMoves} times; retry later, or add memory.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };
    }

    /// <summary>A forecast under which two silos were lost may be the reason: it does not get a third.</summary>
    private static void RefuseIfDangerous(ForecastCall call, int losses, SiloUnavailableException lost)
    {
        if (losses > 1)
        {
            throw new TollamaException(
                ErrorCode.Unavailable,
                $"Two silos were lost while they computed this forecast of model '{call.Artifact.Name}'; retry later, "
                    + "or change the request.",
                lost)
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }
    }

    /// <summary>Waits for a copy; the first who does causes the load, and only it is told how long it took.</summary>
    private async Task<TimeSpan?> EnsureCopyAsync(
        ModelArtifact artifact, WorkClass urgency, CancellationToken cancellationToken)
    {
        if (_waiting >= batching.MaxQueueOfAll)
        {
            throw new TollamaException(
                ErrorCode.Overloaded,
                $"{_waiting} forecasts wait for model '{artifact.Name}' to be loaded already; retry later.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }

        bool isFirst = _placing is null;
        _waiting++;
        try
        {
            await HurryAsync(urgency);
            _placing ??= PlaceOnceAsync(artifact);
            var took = await _placing.WaitAsync(cancellationToken);
            return isFirst ? took : null;
        }
        finally
        {
            _waiting--;
        }
    }

    private async Task<TimeSpan?> PlaceOnceAsync(ModelArtifact artifact)
    {
        try
        {
            await Task.Yield(); // those who come in this turn wait for the same copy
            return await PlaceAsync(artifact);
        }
        finally
        {
            (_placing, _placingOn) = (null, null);
        }
    }

    /// <summary>A load is as urgent as the most urgent of those who wait for it.</summary>
    private async Task HurryAsync(WorkClass urgency)
    {
        if (_placing is null || urgency < _urgency)
        {
            _urgency = urgency;
            if (_placingOn is { } device)
            {
                await GrainFactory.GetGrain<IDeviceGrain>(device).RaiseAsync(this.GetPrimaryKeyString(), urgency);
            }
        }
    }

    /// <summary>Finds the copies that there are, else loads one where it will answer first.</summary>
    private async Task<TimeSpan?> PlaceAsync(ModelArtifact artifact)
    {
        var excluded = new Dictionary<string, TollamaException>(StringComparer.Ordinal);
        long began = time.GetTimestamp();
        await TryFindPinAsync();
        await RecallAsync(artifact);
        await TryFindPinAsync();
        while (true)
        {
            var silos = await survey.TakeAsync(GrainFactory, CancellationToken.None);
            if (await TryAdoptAsync(silos, artifact, excluded))
            {
                return null;
            }

            var decision = Decide(silos, artifact, excluded.Keys, isBackground: _urgency != WorkClass.Interactive);
            if (decision.Device is not { } device)
            {
                if (decision.Outcome != PlacementOutcome.NoDevice || time.GetElapsedTime(began) > SiloPatience
                    || !excluded.Values.All(fault => fault is SiloUnavailableException))
                {
                    throw excluded.Values.LastOrDefault()
                        ?? PlacementFaults.Of(artifact.Name, factory.EstimateBytes(artifact), _pin, decision);
                }

                excluded.Clear(); // the last silo went away; one that is coming takes its place, perhaps under its name
                await Task.Delay(SiloPause, time);
                continue;
            }

            try
            {
                _placingOn = device;
                var outcome = await Replica(device).LoadAsync(
                    new LoadOrder(artifact, _urgency, _waiting), CancellationToken.None);
                if (outcome.Refusal == LoadRefusal.None)
                {
                    _copies.Add(MakeCopy(device));
                    _scaler.Changed(time.GetElapsedTime(_origin));
                    return outcome.Took;
                }

                if (outcome.Refusal != LoadRefusal.NotServing)
                {
                    excluded[device] = PlacementFaults.Of(artifact.Name, device, outcome, _lastFault);
                }
            }
            catch (TollamaException fault)
                when (fault is SiloUnavailableException || ErrorTable.Describe(fault.Code).HttpStatus >= 500)
            {
                _lastFault = fault is SiloUnavailableException ? _lastFault : fault;
                excluded[device] = fault;
            }
        }
    }

    private async Task<bool> TryAdoptAsync(
        IReadOnlyList<SiloReport> silos, ModelArtifact artifact, Dictionary<string, TollamaException> excluded)
    {
        foreach (var (device, replica) in DeviceViews.CopiesOf(silos, this.GetPrimaryKeyString()))
        {
            bool isThere = replica.State == ReplicaState.Ready || DeviceViews.IsComing(replica);
            if (!isThere || excluded.ContainsKey(device) || !MayBeOn(device))
            {
                continue;
            }

            var joined = await Replica(device).LoadAsync(
                new LoadOrder(artifact, _urgency, _waiting), CancellationToken.None);
            if (joined.Refusal == LoadRefusal.None)
            {
                _copies.Add(MakeCopy(device));
            }
        }

        return _copies.Count > 0;
    }

    private PlacementDecision Decide(
        IReadOnlyList<SiloReport> silos,
        ModelArtifact artifact,
        IReadOnlyCollection<string> excluded,
        bool isBackground)
    {
        var request = new PlacementRequest
        {
            Model = this.GetPrimaryKeyString(),
            Bytes = PredictBytes(artifact),
            LoadTime = PredictLoad(),
            IsBackground = isBackground,
            Spread = rules.Spread,
            Pin = _pin,
            IsToStay = _pin is { Keep: true } && !_copies.Exists(copy => copy.Stays),
        };
        var devices = DeviceViews.From(silos, excluded);
        _devices = Math.Max(1, devices.Count(device => device.TakesModels && MayBeOn(device.Device)));
        var decision = PlacementRule.Decide(devices, request);
        _ = survey.RememberAsync(
            GrainFactory,
            new PlacementRecord(Guid.NewGuid().ToString("N"), time.GetUtcNow(), request, devices, decision));
        return decision;
    }

    private IReplicaGrain Replica(string device) =>
        GrainFactory.GetGrain<IReplicaGrain>(ReplicaKey.Format(this.GetPrimaryKeyString(), device));

    [LoggerMessage(
        EventId = 5022,
        Level = LogLevel.Warning,
        Message = "{Model} leaves a silo that drains and finds no other place: {Reason}")]
    private partial void LogNotMoved(string model, string reason);
}
