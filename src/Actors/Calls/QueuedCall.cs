using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Calls;

/// <summary>
/// A call that waits for its turn. It ends exactly once: with the method's task, a fault or cancelled.
/// </summary>
internal abstract class QueuedCall
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private int _isClaimed;

    protected QueuedCall(GrainId target, bool interleaves)
    {
        Target = target;
        Interleaves = interleaves;
    }

    /// <summary>Whom the call is for.</summary>
    public GrainId Target { get; }

    /// <summary>Whether it may start while another call awaits.</summary>
    public bool Interleaves { get; }

    /// <summary>How often it was sent on because the activation it waited at went away.</summary>
    public int Forwards { get; set; }

    /// <summary>Begins the call; on the turn.</summary>
    /// <param name="grain">The grain instance.</param>
    /// <param name="task">The method's task.</param>
    /// <returns>False when the call has ended already: cancelled while it waited.</returns>
    public bool TryBegin(object grain, out Task task)
    {
        task = Task.CompletedTask;
        if (!TryClaim())
        {
            return false;
        }

        if (_context is null)
        {
            task = InvokeCore(grain);
            return true;
        }

        var begun = task;
        ExecutionContext.Run(_context, _ => begun = InvokeCore(grain), null);
        task = begun;
        return true;
    }

    /// <summary>Passes the end of the method's task on to the caller.</summary>
    public abstract void Complete(Task finished);

    /// <summary>Ends a call that never began.</summary>
    public void Fail(Exception fault)
    {
        if (TryClaim())
        {
            SetFault(fault);
        }
    }

    /// <summary>Ends the call as cancelled unless it has begun.</summary>
    protected void CancelUnlessBegun(CancellationToken token)
    {
        if (TryClaim())
        {
            SetCancelled(token);
        }
    }

    /// <summary>Calls the grain; never throws.</summary>
    protected abstract Task InvokeCore(object grain);

    protected abstract void SetFault(Exception fault);

    protected abstract void SetCancelled(CancellationToken token);

    /// <summary>Whether the caller of this may begin or end the call: true once.</summary>
    protected bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;
}
