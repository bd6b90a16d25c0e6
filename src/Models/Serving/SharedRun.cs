using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Serving;

/// <summary>
/// How a family serves a batch of requests: each is prepared by itself, the rows of all run together, each is finished
/// by itself. A request that fails takes no other down with it.
/// </summary>
/// <typeparam name="TJob">A prepared request: its rows before the run, their outputs after it.</typeparam>
internal sealed class SharedRun<TJob>
    where TJob : class
{
    /// <summary>Turns a request into rows; throws <see cref="TollamaException"/> for what it refuses.</summary>
    public required Func<ForecastRequest, TJob> Prepare { get; init; }

    /// <summary>Runs the rows of all given jobs, as few engine calls as the family allows.</summary>
    public required Action<IReadOnlyList<TJob>, CancellationToken> Run { get; init; }

    /// <summary>Turns a job's outputs into the answer.</summary>
    public required Func<TJob, ForecastResult> Finish { get; init; }

    /// <summary>
    /// Bytes that a job holds from its run until it is finished. Jobs that together would hold more than a forecast may
    /// are run in parts.
    /// </summary>
    public Func<TJob, double> Bytes { get; init; } = _ => 0;

    /// <summary>Serves the batch away from the caller's thread.</summary>
    public async ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken) =>
        await Task.Run(() => Forecast(batch, cancellationToken), cancellationToken);

    private ForecastOutcome[] Forecast(IReadOnlyList<ForecastWork> batch, CancellationToken cancellation)
    {
        var outcomes = new ForecastOutcome?[batch.Count];
        var jobs = new TJob?[batch.Count];
        for (int i = 0; i < batch.Count; i++)
        {
            outcomes[i] = Guard(batch[i], () => jobs[i] = Prepare(batch[i].Request));
        }

        foreach (int[] part in Parts(jobs, [.. Enumerable.Range(0, batch.Count).Where(i => outcomes[i] is null)]))
        {
            RunTogether(batch, jobs, outcomes, part, cancellation);
            foreach (int i in part)
            {
                ForecastResult? result = null;
                outcomes[i] ??=
                    Guard(batch[i], () => result = Finish(jobs[i]!)) // prepared, or there would be an outcome
                    ?? ForecastOutcome.Success(result!);
                jobs[i] = null;
            }
        }

        return outcomes!;
    }

    /// <summary>
    /// Cuts the open jobs into runs that stay within the budget, in order; a job too big for any is a run of its own.
    /// </summary>
    private IEnumerable<int[]> Parts(TJob?[] jobs, int[] open)
    {
        int start = 0;
        double held = 0;
        for (int end = 0; end < open.Length; end++)
        {
            double bytes = Bytes(jobs[open[end]]!); // open ones are prepared
            if (end > start && held + bytes > ForecastBudget.Allowed)
            {
                yield return open[start..end];
                (start, held) = (end, 0);
            }

            held += bytes;
        }

        if (start < open.Length)
        {
            yield return open[start..];
        }
    }

    private void RunTogether(
        IReadOnlyList<ForecastWork> batch,
        TJob?[] jobs,
        ForecastOutcome?[] outcomes,
        int[] open,
        CancellationToken cancellation)
    {
        if (open.Length == 1)
        {
            RunAlone(batch, jobs, outcomes, open[0], cancellation);
            return;
        }

        try
        {
            Run([.. open.Select(i => jobs[i]!)], cancellation); // open ones are prepared
        }
        catch (TollamaException)
        {
            // One of them spoils the run; alone, the others pass and the culprit gets its own error.
            foreach (int i in open)
            {
                jobs[i] = null;
                outcomes[i] = Guard(batch[i], () => jobs[i] = Prepare(batch[i].Request));
                RunAlone(batch, jobs, outcomes, i, cancellation);
            }
        }
    }

    private void RunAlone(
        IReadOnlyList<ForecastWork> batch,
        TJob?[] jobs,
        ForecastOutcome?[] outcomes,
        int index,
        CancellationToken cancellation)
    {
        if (outcomes[index] is not null)
        {
            return;
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, batch[index].Cancellation);
        outcomes[index] = Guard(batch[index], () => Run([jobs[index]!], linked.Token)); // no outcome: it is prepared
        cancellation.ThrowIfCancellationRequested();
    }

    private static ForecastOutcome? Guard(ForecastWork work, Action action)
    {
        if (work.Cancellation.IsCancellationRequested)
        {
            return ForecastOutcome.Cancelled();
        }

        try
        {
            action();
            return null;
        }
        catch (TollamaException failure)
        {
            return ForecastOutcome.Failed(failure);
        }
        catch (OperationCanceledException)
        {
            return ForecastOutcome.Cancelled();
        }
    }
}
