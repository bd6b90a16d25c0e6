using Tollama.Core.Forecasting;
using Tollama.Grains.Contracts;
using Tollama.Grains.Routing;

namespace Tollama.Grains.Models;

/// <summary>
/// Which copy of a model computes, and what is learned from its answer. Runs on the turns of its model.
/// </summary>
/// <param name="copies">The copies that the model knows; one that turns out not to be there is removed.</param>
/// <param name="scaler">Hears of every answer.</param>
/// <param name="rules">Numbers.</param>
/// <param name="time">The clock.</param>
internal sealed class CopyDispatch(List<Copy> copies, CopyScaler scaler, RoutingRules rules, TimeProvider time)
{
    private readonly CopyRouter _router = new(rules, new Random());
    private readonly HedgeBudget _hedges = new(rules);
    private readonly long _origin = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_origin);

    private CopyLoad[] Loads => [.. copies.Select(copy => copy.Load)];

    /// <summary>How forecasts are spread.</summary>
    public RoutingReport Describe() => new(
        [.. copies.Select(copy => new RouteReport(copy.Device, copy.Load.Weight, copy.Load.Outstanding))],
        _router.Ejections,
        _hedges.Taken,
        _hedges.Won);

    /// <summary>A copy that has not been asked for anything yet.</summary>
    public Copy Make(string device, IReplicaGrain replica) => new(device, replica, new CopyLoad(device, rules));

    /// <summary>The copy for a forecast; null where there is none.</summary>
    public Copy? Route(ForecastCall call)
    {
        if (copies.Count <= 1)
        {
            return copies.Count == 0 ? null : copies[0];
        }

        return CopyOf(_router.Choose(Loads, call.Key, Now));
    }

    /// <summary>
    /// Forecasts on a copy; null when it is not there any more: a forecast changes nothing, so it may be repeated.
    /// </summary>
    public async Task<ForecastResult?> TryForecastAsync(
        Copy copy,
        ForecastCall call,
        CancellationToken cancellationToken)
    {
        copy.Artifact = call.Artifact;
        bool mayHedge = copies.Count > 1 && call.Class == WorkClass.Interactive && cancellationToken.CanBeCanceled;
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
            var answer = await copy.Replica.ForecastAsync(call, copies.Count > 1, cancellationToken);
            if (answer.Result is { } result)
            {
                var now = Now;
                scaler.Note(answer.Waited, answer.Computed, answer.Share);
                _router.Note(copy.Load, Loads, answer.Computed, answer.Share, now);
                _hedges.Note(now - began, now);
                return result;
            }
        }
        catch (SiloUnavailableException)
        {
            copies.Remove(copy);
            throw;
        }
        finally
        {
            copy.Load.Outstanding--;
        }

        copies.Remove(copy);
        return null;
    }

    private Copy? CopyOf(CopyLoad? load) => load is null ? null : copies.Find(copy => copy.Load == load);
}
