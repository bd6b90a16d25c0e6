using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Routing;

namespace Tollama.Grains.Models;

/// <summary>Which copy computes, and what is learned from its answer.</summary>
internal sealed partial class ModelGrain
{
    private readonly CopyRouter _router = new(routingRules, new Random());
    private readonly HedgeBudget _hedges = new(routingRules);

    private TimeSpan Now => time.GetElapsedTime(_origin);

    private CopyLoad[] Loads => [.. _copies.Select(copy => copy.Load)];

    public Task<RoutingReport> DescribeRoutingAsync() => Task.FromResult(new RoutingReport(
        [.. _copies.Select(copy => new RouteReport(copy.Device, copy.Load.Weight, copy.Load.Outstanding))],
        _router.Ejections,
        _hedges.Taken,
        _hedges.Won));

    private Copy? Route(ForecastCall call)
    {
        if (_copies.Count <= 1)
        {
            return _copies.Count == 0 ? null : _copies[0];
        }

        return CopyOf(_router.Choose(Loads, call.Key, Now));
    }

    /// <summary>
    /// Forecasts on a copy; null when it is not there any more: a forecast changes nothing, so it may be repeated.
    /// </summary>
    private async Task<ForecastResult?> TryForecastAsync(
        Copy copy,
        ForecastCall call,
        CancellationToken cancellationToken)
    {
        copy.Artifact = call.Artifact;
        bool mayHedge = _copies.Count > 1 && call.Class == WorkClass.Interactive && cancellationToken.CanBeCanceled;
        return mayHedge && _hedges.Delay(Now) is { } delay
            ? await HedgeAsync(copy, call, delay, cancellationToken)
            : await AskAsync(copy, call, cancellationToken);
    }

    /// <summary>
    /// Asks one copy and, if that takes long, another one too. The first answer counts; the other forecast is given up.
    /// </summary>
    private async Task<ForecastResult?> HedgeAsync(
        Copy copy, ForecastCall call, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = AskAsync(copy, call, late.Token);
        try
        {
            await Task.WhenAny(first, Task.Delay(delay, time, late.Token));
            if (first.IsCompleted
                || cancellationToken.IsCancellationRequested
                || CopyOf(_router.Second(Loads, copy.Load)) is not { } other
                || !_hedges.TryTake())
            {
                return await first;
            }

            var second = AskAsync(other, call, late.Token);
            var winner = await FirstAnswerAsync(first, second);
            if (winner == second)
            {
                _hedges.NoteWon();
            }

            _ = GiveUpAsync(winner == second ? first : second);
            return await winner;
        }
        finally
        {
            await late.CancelAsync();
        }
    }

    /// <summary>The first of two that has an answer; the first of all where neither has.</summary>
    private static async Task<Task<ForecastResult?>> FirstAnswerAsync(
        Task<ForecastResult?> first, Task<ForecastResult?> second)
    {
        var ended = await Task.WhenAny(first, second);
        if (await HasAnswerAsync(ended))
        {
            return ended;
        }

        var other = ended == first ? second : first;
        await Task.WhenAny(other);
        return await HasAnswerAsync(other) ? other : first;
    }

    private static async Task<bool> HasAnswerAsync(Task<ForecastResult?> ended) =>
        ended.IsCompletedSuccessfully && await ended is not null;

    /// <summary>
    /// Waits for the end of a forecast that nobody waits for; an answer after all gives its memory back.
    /// </summary>
    private static async Task GiveUpAsync(Task<ForecastResult?> loser)
    {
        await ((Task)loser).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (loser.IsCompletedSuccessfully && await loser is { } unwanted)
        {
            ForecastMemory.Release(unwanted.Forecasts);
        }
    }

    private async Task<ForecastResult?> AskAsync(Copy copy, ForecastCall call, CancellationToken cancellationToken)
    {
        copy.Load.Outstanding++;
        var began = Now;
        try
        {
            var answer = await copy.Replica.ForecastAsync(call, _copies.Count > 1, cancellationToken);
            if (answer.Result is { } result)
            {
                var now = Now;
                _scaler.Note(answer.Waited, answer.Computed, answer.Share);
                _router.Note(copy.Load, Loads, answer.Computed, answer.Share, now);
                _hedges.Note(now - began, now);
                return result;
            }
        }
        catch (SiloUnavailableException)
        {
            _copies.Remove(copy);
            throw;
        }
        finally
        {
            copy.Load.Outstanding--;
        }

        _copies.Remove(copy);
        return null;
    }

    private Copy? CopyOf(CopyLoad? load) => load is null ? null : _copies.Find(copy => copy.Load == load);

    private Copy MakeCopy(string device) => new(device, Replica(device), new CopyLoad(device, routingRules));

    private sealed class Copy(string device, IReplicaGrain replica, CopyLoad load)
    {
        public string Device { get; } = device;

        public IReplicaGrain Replica { get; } = replica;

        /// <summary>What is known of how it does.</summary>
        public CopyLoad Load { get; } = load;

        /// <summary>The weights that it was last asked for.</summary>
        public ModelArtifact? Artifact { get; set; }

        /// <summary>Whether it is the one that stays.</summary>
        public bool Stays { get; set; }
    }
}
