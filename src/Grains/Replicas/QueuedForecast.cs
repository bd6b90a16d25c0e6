using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Pacing;

namespace Tollama.Grains.Replicas;

/// <summary>A forecast that waits for, or is in, an engine call. It ends exactly once.</summary>
internal sealed class QueuedForecast
{
    private readonly TaskCompletionSource<ReplicaAnswer> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _leaving;

    public QueuedForecast(
        ForecastRequest request,
        PacedWork? paced,
        long arrived,
        CancellationToken cancellation)
    {
        Arrived = arrived;
        Paced = paced;
        Work = new ForecastWork(request, cancellation);
        _leaving = cancellation.UnsafeRegister(
            static (state, token) => ((QueuedForecast)state!)._outcome.TrySetCanceled(token), this);
    }

    public ForecastWork Work { get; }

    /// <summary>What it is for the clock; null where its model's pace is not steady.</summary>
    public PacedWork? Paced { get; }

    /// <summary>Timestamp of its arrival.</summary>
    public long Arrived { get; }

    public int Series => Work.Request.Series.Count;

    /// <summary>Whether its caller has left: no engine time is spent on it.</summary>
    public bool HasEnded => _outcome.Task.IsCompleted;

    public Task<ReplicaAnswer> Outcome => _outcome.Task;

    public void End(ForecastOutcome outcome, TimeSpan waited, TimeSpan computed, int sharers)
    {
        _leaving.Unregister();
        if (outcome.Result is { } result)
        {
            _outcome.TrySetResult(new ReplicaAnswer(LoadRefusal.None, result, waited, computed, computed / sharers));
        }
        else if (outcome.Failure is { } failure)
        {
            _outcome.TrySetException(failure);
        }
        else
        {
            _outcome.TrySetCanceled(Work.Cancellation);
        }
    }

    /// <summary>It is not computed here: its caller takes it elsewhere.</summary>
    /// <returns>Whether it had not ended.</returns>
    public bool GiveUp()
    {
        _leaving.Unregister();
        return _outcome.TrySetResult(ReplicaAnswer.NotServing);
    }

    public void Fail(TollamaException fault) => End(ForecastOutcome.Failed(fault), TimeSpan.Zero, TimeSpan.Zero, 1);
}
