using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Pacing;

namespace Tollama.Grains.Replicas;

/// <summary>
/// Times the engine calls of one copy, and says of a request that comes whether it will end in time. Runs on the turns
/// of its replica.
/// </summary>
/// <param name="forecaster">The copy.</param>
/// <param name="pace">What is known of its speed.</param>
/// <param name="options">How requests are collected.</param>
/// <param name="slots">Engine calls at once.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineTimes(
    IForecaster forecaster, ModelPace pace, BatchingOptions options, int slots, TimeProvider time)
{
    private readonly TimeLimitRule _rule = new(forecaster, pace, options.MaxSeries);
    private readonly List<RunningCall> _running = [];

    /// <summary>What a request is for the clock.</summary>
    public PacedWork Describe(ForecastRequest request) => pace.Describe(request, forecaster);

    /// <summary>Refuses a request that would not end in time.</summary>
    /// <param name="request">The request.</param>
    /// <param name="line">What its asker has waiting before it.</param>
    /// <param name="limit">Time that is left for it.</param>
    /// <exception cref="TollamaException">DeadlineUnmet.</exception>
    public void Require(ForecastRequest request, IEnumerable<QueuedForecast> line, TimeSpan limit)
    {
        if (options.RefusesLate)
        {
            bool isBig = request.Series.Count > options.MaxSeries;
            _rule.Require(request, Rest() + Ahead(line), limit, isBig ? Math.Max(1, slots - 1) : 1);
        }
    }

    /// <summary>A call begins.</summary>
    public RunningCall Begin(IReadOnlyList<QueuedForecast> batch)
    {
        var call = new RunningCall(time.GetTimestamp(), Together(batch));
        _running.Add(call);
        return call;
    }

    /// <summary>
    /// A call ended. It says something only if all of it was computed, or if it was given up, and then took longer.
    /// </summary>
    public void End(RunningCall call, IReadOnlyList<ForecastOutcome>? outcomes)
    {
        _running.Remove(call);
        if (call.Work is not { } work || outcomes is null)
        {
            return;
        }

        var took = time.GetElapsedTime(call.Began);
        if (outcomes.All(outcome => outcome.Result is not null))
        {
            pace.Observe(work, took);
        }
        else if (outcomes.All(outcome => outcome.IsCancelled))
        {
            pace.ObserveGivenUp(work, took);
        }
    }

    /// <summary>Time until a slot is free; none where one is.</summary>
    private PaceEstimate Rest()
    {
        if (_running.Count < slots)
        {
            return default;
        }

        var rests = _running.Select(call => call.Work is { } work
            ? Left(pace.Estimate(work), time.GetElapsedTime(call.Began))
            : default);
        return rests.MinBy(rest => rest.Least);
    }

    /// <summary>
    /// Time for what its asker has waiting already, which goes first; other keys' work may, and is not counted.
    /// </summary>
    private PaceEstimate Ahead(IEnumerable<QueuedForecast> line)
    {
        int most = Math.Max(1, forecaster.Traits.PreferredBatch);
        var sum = line
            .Where(item => !item.HasEnded)
            .Chunk(most)
            .Select(batch => Together(batch) is { } work ? pace.Estimate(work) : default)
            .Aggregate(default(PaceEstimate), (all, call) => all + call);
        return new PaceEstimate(sum.Likely / slots, sum.Least / slots);
    }

    private static PaceEstimate Left(PaceEstimate all, TimeSpan elapsed) =>
        new(Positive(all.Likely - elapsed), Positive(all.Least - elapsed));

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>One call of several; null where they are of different kinds.</summary>
    private static PacedWork? Together(IReadOnlyList<QueuedForecast> batch)
    {
        var all = batch[0].Paced;
        for (int i = 1; i < batch.Count && all is not null; i++)
        {
            all = batch[i].Paced is { } one ? all.Value.With(one) : null;
        }

        return all;
    }
}
