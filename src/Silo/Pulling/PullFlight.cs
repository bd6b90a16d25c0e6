using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Tollama.Core.Catalog;

namespace Tollama.Silo.Pulling;

/// <summary>
/// One pull that any number of callers watch: each sees every event from the first. It is given up when the last of them
/// leaves before its end.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A token source without a timer or a wait handle holds nothing to give back.")]
internal sealed class PullFlight
{
    private readonly Lock _gate = new();
    private readonly List<PullEvent> _events = [];
    private readonly CancellationTokenSource _abandon = new();
    private readonly Action<PullFlight> _landed;
    private readonly Lazy<Task> _work;
    private TaskCompletionSource _changed = NewSignal();
    private int _watchers;

    /// <summary>Prepares the flight; it starts with its first watcher.</summary>
    /// <param name="work">Does the pull and says its events.</param>
    /// <param name="landed">Told once, when nobody can join any more.</param>
    public PullFlight(Func<Action<PullEvent>, CancellationToken, Task> work, Action<PullFlight> landed)
    {
        _landed = landed;
        _work = new Lazy<Task>(() => Task.Run(() => FlyAsync(work)));
    }

    /// <summary>Joins; false when the flight has ended or was given up.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_abandon.IsCancellationRequested || (_work.IsValueCreated && _work.Value.IsCompleted))
            {
                return false;
            }

            _watchers++;
            return true;
        }
    }

    /// <summary>Events from the first to the last; faults of the pull are thrown. Call after <see cref="TryJoin"/>.</summary>
    public async IAsyncEnumerable<PullEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            var work = _work.Value;
            for (int next = 0; await NextAsync(next, work, cancellationToken) is { } happened; next++)
            {
                yield return happened;
            }

            await work;
        }
        finally
        {
            await LeaveAsync();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The event at an index; null when the work has ended and there is none.</summary>
    private async Task<PullEvent?> NextAsync(int index, Task work, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isOver = work.IsCompleted;
            var (happened, changed) = Look(index);
            if (happened is not null || isOver)
            {
                return happened;
            }

            await Task.WhenAny(changed, work).WaitAsync(cancellationToken);
        }
    }

    private (PullEvent? Happened, Task Changed) Look(int index)
    {
        lock (_gate)
        {
            return (index < _events.Count ? _events[index] : null, _changed.Task);
        }
    }

    private async Task FlyAsync(Func<Action<PullEvent>, CancellationToken, Task> work)
    {
        try
        {
            await work(Say, _abandon.Token);
        }
        finally
        {
            _landed(this);
        }
    }

    private void Say(PullEvent happened)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _events.Add(happened);
            (signal, _changed) = (_changed, NewSignal());
        }

        signal.SetResult();
    }

    /// <summary>The last one out waits until the work has really stopped, so that nothing runs behind anyone's back.</summary>
    private async Task LeaveAsync()
    {
        bool isLast;
        lock (_gate)
        {
            isLast = --_watchers == 0;
        }

        if (isLast && !_work.Value.IsCompleted)
        {
            await _abandon.CancelAsync();
            await _work.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
