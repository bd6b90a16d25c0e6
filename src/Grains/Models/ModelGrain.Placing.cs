using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Models;

/// <summary>Finds the copies that there are, and decides where another is loaded.</summary>
internal sealed partial class ModelGrain
{
    /// <summary>How soon is tried again what could not be done.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a copy; the first who does causes the load, and only it is told how long it took.</summary>
    /// <param name="artifact">The model.</param>
    /// <param name="urgency">How urgent it is.</param>
    /// <param name="until">When who waits leaves; null where that is not known.</param>
    /// <param name="cancellationToken">Who waits has left.</param>
    private async Task<TimeSpan?> EnsureCopyAsync(
        ModelArtifact artifact, WorkClass urgency, TimeSpan? until, CancellationToken cancellationToken)
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
            while (true)
            {
                await HurryAsync(urgency);
                _placing ??= PlaceOnceAsync(artifact);
                try
                {
                    var took = await _placing.WaitAsync(cancellationToken);
                    return isFirst ? took : null;
                }
                catch (TollamaException limited)
                    when (limited.Code == ErrorCode.ChurnLimited && Now + limited.RetryAfter < until)
                {
                    await Task.Delay(Pause, time, cancellationToken); // there is time enough to wait for the end of it
                }
            }
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
        await Placement.PrepareAsync(artifact);
        while (true)
        {
            var silos = await Placement.LookAsync(CancellationToken.None);
            if (await TryAdoptAsync(silos, artifact, excluded))
            {
                return null;
            }

            var wish = new CopyWish(
                _urgency != WorkClass.Interactive, MayWait: true, _waiting, _copies.Exists(copy => copy.Stays));
            var decision = Placement.Decide(silos, artifact, wish, excluded.Keys);
            if (decision.Device is not { } device)
            {
                var pause = PauseBeforeNext(decision.Outcome, excluded, time.GetElapsedTime(began))
                    ?? throw excluded.Values.LastOrDefault()
                    ?? Placement.FaultOf(artifact, decision);
                excluded.Clear();
                await Task.Delay(pause, time);
                continue;
            }

            if (decision.Delay > TimeSpan.Zero)
            {
                throw PlacementFaults.Churning(artifact.Name, decision.Delay);
            }

            try
            {
                _placingOn = device;
                var outcome = await Replica(device).LoadAsync(
                    new LoadOrder(artifact, _urgency, _waiting), CancellationToken.None);
                if (outcome.Refusal == LoadRefusal.None)
                {
                    _copies.Add(MakeCopy(device));
                    _scaler.Changed(Now);
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

    /// <summary>
    /// Whether and when it is tried again where no device is left: the last silo went away, and one that is coming
    /// takes its place, perhaps under its name; or nothing gave way in time for work in bulk, which may wait for as
    /// long as somebody does.
    /// </summary>
    private TimeSpan? PauseBeforeNext(
        PlacementOutcome outcome, Dictionary<string, TollamaException> excluded, TimeSpan sofar)
    {
        if (outcome == PlacementOutcome.NoDevice && sofar <= SiloPatience
            && excluded.Values.All(fault => fault is SiloUnavailableException))
        {
            return SiloPause;
        }

        bool isPatient = _urgency != WorkClass.Interactive && _waiting > 0;
        bool wereFull = excluded.Count > 0 && excluded.Values.All(fault => fault.Code == ErrorCode.Overloaded);
        return isPatient && wereFull ? Pause : null;
    }

    private async Task<bool> TryAdoptAsync(
        IReadOnlyList<SiloReport> silos, ModelArtifact artifact, Dictionary<string, TollamaException> excluded)
    {
        foreach (var (device, _) in Placement.CopiesAmong(silos))
        {
            if (excluded.ContainsKey(device) || !Placement.MayBeOn(device))
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
}
