using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
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
    CopyRules copyRules,
    RoutingRules routingRules,
    ModelPlacements placements,
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
    private ModelPlacement? _placement;
    private Task<TimeSpan?>? _placing;
    private string? _placingOn;
    private WorkClass _urgency;
    private TollamaException? _lastFault;
    private int _waiting;

    private ModelPlacement Placement =>
        _placement ??= placements.For(GrainFactory, this.GetPrimaryKeyString());

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
        var silos = await Placement.LookAsync(cancellationToken);
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
            await EnsureCopyAsync(artifact, WorkClass.Interactive, null, cancellationToken);
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
        var until = Now + call.TimeLimit;
        long arrived = time.GetTimestamp();
        for (int moves = 0; moves < MostMoves; moves++)
        {
            if (Dispatch.Route(call) is not { } copy)
            {
                var took = await EnsureCopyAsync(call.Artifact, call.Class, until, cancellationToken);
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

    private IReplicaGrain Replica(string device) =>
        GrainFactory.GetGrain<IReplicaGrain>(ReplicaKey.Format(this.GetPrimaryKeyString(), device));

    [LoggerMessage(
        EventId = 5022,
        Level = LogLevel.Warning,
        Message = "{Model} leaves a silo that drains and finds no other place: {Reason}")]
    private partial void LogNotMoved(string model, string reason);
}
