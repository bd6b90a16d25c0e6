using System.Runtime.CompilerServices;
using Tollama.Actors.Calls;

namespace Tollama.Actors.Activation;

/// <summary>
/// Runs everything of one activation, one step at a time: calls, what follows their awaits, timers. A call that does
/// not interleave keeps others from starting until its task has ended; its awaits release the thread, not the turn.
/// Continuations come back here through the synchronisation context.
/// </summary>
/// <remarks>
/// The lock guards the counters and queues only; no grain code runs under it. A call to an idle activation runs on the
/// caller's thread and hands the grain's own task back, so that it costs neither a thread switch nor an allocation.
/// </remarks>
internal sealed class TurnScheduler : SynchronizationContext, IThreadPoolWorkItem
{
    /// <summary>
    /// Steps run before the thread goes back to the pool, so that one busy activation does not starve others.
    /// </summary>
    private const int StepsPerSlice = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Step, object? State)> _steps = new();
    private readonly Queue<QueuedCall> _waiting = new();
    private readonly Action _endExclusive;
    private readonly Action _endInterleaved;
    private readonly Action<Exception> _onStepFault;
    private readonly bool _isReentrant;
    private object? _grain;
    private Action? _onQuiescent;
    private bool _isRunning;
    private bool _isOpen;
    private bool _isGone;
    private bool _isExclusive;
    private int _active;
    private long _calls;

    public TurnScheduler(bool isReentrant, Action<Exception> onStepFault)
    {
        _isReentrant = isReentrant;
        _onStepFault = onStepFault;
        _endExclusive = () => End(isExclusive: true);
        _endInterleaved = () => End(isExclusive: false);
    }

    /// <summary>Calls begun so far and whether any is running or waiting.</summary>
    public (long Calls, bool IsBusy) Usage
    {
        get
        {
            lock (_gate)
            {
                return (_calls, _active > 0 || _waiting.Count > 0);
            }
        }
    }

    /// <summary>Runs a call on this thread if the activation is idle enough to start it now.</summary>
    public bool TryRun<TCall>(in TCall call, out Task task)
        where TCall : struct, IGrainCall
    {
        bool isExclusive = !_isReentrant && !TCall.Method.Interleaves;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()
            || !TryEnter(isExclusive))
        {
            task = Task.CompletedTask;
            return false;
        }

        var outer = Current;
        SetSynchronizationContext(this);
        task = TurnBoundary.Invoke(in call, _grain!);
        bool hasEnded = task.IsCompleted;
        if (!hasEnded)
        {
            task.GetAwaiter().UnsafeOnCompleted(isExclusive ? _endExclusive : _endInterleaved);
        }

        SetSynchronizationContext(outer);
        Leave(hasEnded, isExclusive);
        return true;
    }

    /// <summary>Begins a call on this thread if the activation is idle enough to start it now.</summary>
    public bool TryRun(QueuedCall call)
    {
        bool isExclusive = !_isReentrant && !call.Interleaves;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()
            || !TryEnter(isExclusive))
        {
            return false;
        }

        var outer = Current;
        SetSynchronizationContext(this);
        Begin(call, isExclusive);
        SetSynchronizationContext(outer);
        lock (_gate)
        {
            _isRunning = false;
            SchedulePump();
        }

        return true;
    }

    /// <summary>
    /// Runs a call of an activation that the caller holds, interleaved, also while the activation closes.
    /// </summary>
    public void EnqueueHeld(QueuedCall call)
    {
        lock (_gate)
        {
            StartInterleaved(call);
            SchedulePump();
        }
    }

    /// <summary>Lets a call wait for its turn.</summary>
    /// <returns>False when the activation is gone and the call must go to another.</returns>
    public bool TryEnqueue(QueuedCall call)
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return false;
            }

            Admit(call);
            SchedulePump();
            return true;
        }
    }

    /// <summary>Lets calls start: the activation is complete.</summary>
    public void Open(object grain)
    {
        lock (_gate)
        {
            _grain = grain;
            _isOpen = true;
            for (int count = _waiting.Count; count > 0; count--)
            {
                Admit(_waiting.Dequeue());
            }

            SchedulePump();
        }
    }

    /// <summary>
    /// Lets no more calls start; <paramref name="onQuiescent"/> runs here when the begun ones have ended.
    /// </summary>
    public void Close(Action onQuiescent)
    {
        lock (_gate)
        {
            _isOpen = false;
            _onQuiescent = onQuiescent;
            QuiesceIfIdle();
            SchedulePump();
        }
    }

    /// <summary>Takes no calls any more.</summary>
    /// <returns>The calls that never began.</returns>
    public IReadOnlyList<QueuedCall> Abandon()
    {
        lock (_gate)
        {
            _isGone = true;
            QueuedCall[] rest = [.. _waiting];
            _waiting.Clear();
            return rest;
        }
    }

    /// <summary>Keeps the activation from quiescing until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _active++;
        }
    }

    /// <summary>Ends a <see cref="Hold"/>.</summary>
    public void Release() => End(isExclusive: false);

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _steps.Enqueue((d, state));
            SchedulePump();
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("An activation cannot be waited for synchronously.");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc/>
    public void Execute()
    {
        SetSynchronizationContext(this);
        try
        {
            for (int step = 0; step < StepsPerSlice; step++)
            {
                if (!TryStep())
                {
                    return;
                }
            }
        }
        finally
        {
            SetSynchronizationContext(null);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool TryStep()
    {
        QueuedCall? call = null;
        (SendOrPostCallback Step, object? State) next = default;
        lock (_gate)
        {
            if (!_steps.TryDequeue(out next) && !TryTakeWaiting(out call))
            {
                _isRunning = false;
                return false;
            }
        }

        if (call is not null)
        {
            Begin(call, isExclusive: true);
            return true;
        }

        if (TurnBoundary.Try(next.Step, next.State) is { } fault)
        {
            _onStepFault(fault); // an async void in a grain must not end the process
        }

        return true;
    }

    private bool TryTakeWaiting(out QueuedCall? call)
    {
        call = null;
        if (!_isOpen || _isExclusive || !_waiting.TryDequeue(out call))
        {
            return false;
        }

        _isExclusive = true;
        _active++;
        _calls++;
        return true;
    }

    private void Begin(QueuedCall call, bool isExclusive)
    {
        if (!call.TryBegin(_grain!, out var task))
        {
            End(isExclusive);
            return;
        }

        if (task.IsCompleted)
        {
            End(isExclusive);
            call.Complete(task);
            return;
        }

        task.GetAwaiter().UnsafeOnCompleted(() =>
        {
            End(isExclusive);
            call.Complete(task);
        });
    }

    private void Admit(QueuedCall call)
    {
        if (!_isOpen || !(_isReentrant || call.Interleaves))
        {
            _waiting.Enqueue(call);
            return;
        }

        StartInterleaved(call);
    }

    private void StartInterleaved(QueuedCall call)
    {
        _active++;
        _calls++;
        _steps.Enqueue((_ => Begin(call, isExclusive: false), null));
    }

    private bool TryEnter(bool isExclusive)
    {
        lock (_gate)
        {
            if (_isRunning || !_isOpen || _steps.Count > 0 || (isExclusive && (_isExclusive || _waiting.Count > 0)))
            {
                return false;
            }

            _isRunning = true;
            _isExclusive |= isExclusive;
            _active++;
            _calls++;
            return true;
        }
    }

    private void Leave(bool hasEnded, bool isExclusive)
    {
        lock (_gate)
        {
            _isRunning = false;
            if (hasEnded)
            {
                EndLocked(isExclusive);
            }

            SchedulePump();
        }
    }

    private void End(bool isExclusive)
    {
        lock (_gate)
        {
            EndLocked(isExclusive);
            SchedulePump();
        }
    }

    private void EndLocked(bool isExclusive)
    {
        _active--;
        if (isExclusive)
        {
            _isExclusive = false;
        }

        QuiesceIfIdle();
    }

    private void QuiesceIfIdle()
    {
        if (_active == 0 && _onQuiescent is { } onQuiescent)
        {
            _onQuiescent = null;
            _steps.Enqueue((static state => ((Action)state!)(), onQuiescent));
        }
    }

    private void SchedulePump()
    {
        if (_isRunning || (_steps.Count == 0 && (!_isOpen || _isExclusive || _waiting.Count == 0)))
        {
            return;
        }

        _isRunning = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }
}
