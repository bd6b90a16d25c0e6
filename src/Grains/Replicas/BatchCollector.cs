using System.Diagnostics.CodeAnalysis;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Pacing;

namespace Tollama.Grains.Replicas;

/// <summary>
/// Feeds one loaded model. While the engine is idle a request starts at once; what arrives while it computes shares the
/// next call. Big requests and small ones take turns, and so do keys, so that none starves the others. Runs on the
/// turns of its replica.
/// </summary>
/// <param name="forecaster">The model.</param>
/// <param name="pace">What is known of its speed; null for models whose requests take now this, now that long.</param>
/// <param name="options">How requests are collected.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">The replica goes.</param>
internal sealed class BatchCollector(
    IForecaster forecaster, ModelPace? pace, BatchingOptions options, TimeProvider time, CancellationToken stop)
{
    private const int SmallQuantum = 16;

    private readonly ClassQueue<QueuedForecast> _small = new(static item => item.Series, SmallQuantum);
    private readonly ClassQueue<QueuedForecast> _big = new(static item => item.Series, options.MaxSeries);
    private readonly List<List<QueuedForecast>> _inEngine = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _slots = SlotsOf(forecaster.Traits, options);
    private readonly EngineTimes? _times = pace is null
        ? null
        : new EngineTimes(forecaster, pace, options, SlotsOf(forecaster.Traits, options), time);
    private TimeSpan _usual = TimeSpan.FromMilliseconds(50);
    private int _calls;
    private int _bigCalls;
    private bool _isTurnOfBig;
    private bool _isDraining;

    public int Queued => _small.Count + _big.Count;

    public int Running { get; private set; }

    /// <summary>Forecasts one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="limit">Time that is left for it; null for any.</param>
    /// <param name="cancellationToken">The caller left, or its time is up.</param>
    /// <exception cref="TollamaException">
    /// Overloaded: the queue is full; DeadlineUnmet: the time limit is too short; otherwise the request's own fault.
    /// </exception>
    public Task<ReplicaAnswer> SubmitAsync(
        ForecastRequest request, Asker asker, TimeSpan? limit, CancellationToken cancellationToken)
    {
        bool isSmall = request.Series.Count <= options.MaxSeries;
        if (limit is { } left)
        {
            _times?.Require(request, (isSmall ? _small : _big).LineOf(asker), left);
        }

        if (isSmall)
        {
            return Submit(request, asker, _small, cancellationToken);
        }

        return forecaster.Separate(request) is { } separate
            ? SubmitPartsAsync(separate, asker, cancellationToken)
            : Submit(request, asker, _big, cancellationToken);
    }

    /// <summary>
    /// Ends when no engine call runs: those whose callers have left included. Nothing may be submitted any more.
    /// </summary>
    public Task DrainAsync()
    {
        _isDraining = true;
        CompleteDrain();
        return _drained.Task;
    }

    /// <summary>
    /// Ends every forecast, computing ones too, so that their callers take them elsewhere; engine calls run on until
    /// they notice that the replica goes.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int GiveUp()
    {
        int ended = _inEngine.Sum(GiveUp);
        foreach (var queue in new[] { _small, _big })
        {
            while (queue.TryPeek(out _))
            {
                ended += queue.Dequeue().GiveUp() ? 1 : 0;
            }
        }

        return ended;
    }

    private static int GiveUp(List<QueuedForecast> batch) => batch.Count(item => item.GiveUp());

    private Task<ReplicaAnswer> Submit(
        ForecastRequest request, Asker asker, ClassQueue<QueuedForecast> queue, CancellationToken cancellationToken)
    {
        var item = new QueuedForecast(
            request, _times?.Describe(request), time.GetTimestamp(), cancellationToken);
        bool isFull =
            _small.CountOf(asker.Key) + _big.CountOf(asker.Key) >= options.MaxQueue || Queued >= options.MaxQueueOfAll;
        if (isFull && _calls >= _slots)
        {
            item.Fail(new TollamaException(
                ErrorCode.Overloaded,
                $"{Queued} forecasts wait for model '{request.Model}' already, as many as may; retry later.")
            {
                RetryAfter = RetryAfter(),
            });
            return item.Outcome;
        }

        queue.Enqueue(asker, item);
        if (_calls < _slots)
        {
            _ = RunQueueAsync();
        }

        return item.Outcome;
    }

    /// <summary>
    /// Every part takes its turn as a big request; the first that fails fails the whole, and the rest is given up.
    /// </summary>
    private async Task<ReplicaAnswer> SubmitPartsAsync(
        ForecastRequest request,
        Asker asker,
        CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parts = RequestParts
            .Cut(request, options.MaxSeries)
            .Select(part => Submit(part, asker, _big, rest.Token))
            .ToArray();
        var answers = new ReplicaAnswer[parts.Length];
        try
        {
            for (int i = 0; i < parts.Length; i++)
            {
                answers[i] = await parts[i];
                if (answers[i].Refusal != LoadRefusal.None)
                {
                    return answers[i]; // computed elsewhere, as a whole
                }
            }
        }
        finally
        {
            await rest.CancelAsync();
            await ((Task)Task.WhenAll(parts)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return RequestParts.Join(answers);
    }

    /// <summary>
    /// Engine calls at once: one where a call can be shared, else as many as there are processors where they may
    /// overlap.
    /// </summary>
    private static int SlotsOf(ForecasterTraits traits, BatchingOptions options) =>
        traits is { IsConcurrent: true, PreferredBatch: 1 } ? options.Processors : 1;

    /// <summary>
    /// When there will be room: what waits takes about this long. Spread by a fifth, so that not all come back at once.
    /// </summary>
    private TimeSpan RetryAfter()
    {
        double calls = Math.Ceiling((double)Queued / Math.Max(1, forecaster.Traits.PreferredBatch * _slots));
        double spread = 0.8 + (0.4 * (time.GetTimestamp() % 101 / 100.0));
        return TimeSpan.FromSeconds(Math.Clamp(_usual.TotalSeconds * calls * spread, 1, 60));
    }

    private async Task RunQueueAsync()
    {
        _calls++;
        while (TakeBatch(out bool isBig) is { Count: > 0 } batch)
        {
            Running += batch.Count;
            _bigCalls += isBig ? 1 : 0;
            long began = time.GetTimestamp();
            _inEngine.Add(batch);
            await ExecuteAsync(batch);
            _inEngine.Remove(batch);
            _usual = (_usual * 0.8) + (time.GetElapsedTime(began) * 0.2);
            _bigCalls -= isBig ? 1 : 0;
            Running -= batch.Count;
        }

        _calls--;
        CompleteDrain();
    }

    private void CompleteDrain()
    {
        if (_isDraining && Running == 0 && Queued == 0)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>What goes next; nothing where nothing waits, or only big ones that would take the last slot.</summary>
    private List<QueuedForecast> TakeBatch(out bool takesBig)
    {
        bool mayTakeBig = _big.Count > 0 && _bigCalls < Math.Max(1, _slots - 1);
        takesBig = mayTakeBig && (_isTurnOfBig || _small.Count == 0);
        if (!takesBig && _small.Count == 0)
        {
            return [];
        }

        _isTurnOfBig = !takesBig;
        var queue = takesBig ? _big : _small;
        int limit = takesBig ? 1 : Math.Max(1, forecaster.Traits.PreferredBatch);
        var batch = new List<QueuedForecast>(Math.Min(limit, queue.Count));
        int series = 0;
        while (batch.Count < limit && queue.TryPeek(out var next))
        {
            if (next.HasEnded)
            {
                queue.Dequeue();
                continue;
            }

            if (batch.Count > 0 && series + next.Series > options.MaxSeries)
            {
                break;
            }

            series += next.Series;
            batch.Add(queue.Dequeue());
        }

        return batch.Count == 0 ? TakeBatch(out takesBig) : batch; // those whose callers had left are out of the way
    }

    /// <summary>
    /// One engine call. If it fails as a whole, halves of it are tried, so that the request at fault fails alone.
    /// </summary>
    private async Task ExecuteAsync(List<QueuedForecast> batch)
    {
        long began = time.GetTimestamp();
        var call = _times?.Begin(batch);
        var (outcomes, fault) = await (
            IsInstant(batch) ? CallEngineAsync(batch) : Task.Run(() => CallEngineAsync(batch)));
        if (call is not null)
        {
            _times?.End(call, outcomes);
        }

        var computed = time.GetElapsedTime(began);
        if (outcomes is not null)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i]
                    .End(Describe(outcomes[i]), time.GetElapsedTime(batch[i].Arrived, began), computed, batch.Count);
            }
        }
        else if (stop.IsCancellationRequested)
        {
            GiveUp(batch);
        }
        else if (batch.Count == 1)
        {
            batch[0].Fail(fault as TollamaException ?? new TollamaException(
                ErrorCode.ForecastFailed,
                $"The engine failed on this request: {fault!.Message} Change the request, or pull the model again.",
                fault));
        }
        else
        {
            int half = batch.Count / 2;
            await ExecuteAsync(batch[..half]);
            await ExecuteAsync(batch[half..]);
        }
    }

    private bool IsInstant(List<QueuedForecast> batch)
    {
        int limit = forecaster.Traits.InstantNumbers;
        return limit > 0 && batch.Count == 1 && batch[0].Work.Request.CountNumbers() <= limit;
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The boundary around an engine call: its fault belongs to its requests.")]
    private async Task<(IReadOnlyList<ForecastOutcome>? Outcomes, Exception? Fault)> CallEngineAsync(
        List<QueuedForecast> batch)
    {
        try
        {
            var work = new ForecastWork[batch.Count];
            for (int i = 0; i < work.Length; i++)
            {
                work[i] = batch[i].Work;
            }

            var outcomes = await forecaster.ForecastAsync(work, stop);
            return outcomes.Count == work.Length
                ? (outcomes, null)
                : (null, new InvalidOperationException($"{outcomes.Count} outcomes for {work.Length} requests."));
        }
        catch (Exception fault)
        {
            return (null, fault);
        }
    }

    private ForecastOutcome Describe(ForecastOutcome outcome)
    {
        outcome.Result?.Usage.TryAdd("device", forecaster.Traits.Device);
        return outcome;
    }
}
