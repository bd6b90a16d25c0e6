using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Calls;

/// <summary>
/// A waiting call of one method; <typeparamref name="TResult"/> is <see cref="VoidResult"/> where it has none.
/// </summary>
internal class TypedCall<TCall, TResult> : QueuedCall
    where TCall : struct, IGrainCall
{
    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;
    private readonly TCall _call;

    public TypedCall(GrainId target, in TCall call, bool interleaves)
        : base(target, interleaves)
    {
        _call = call;
        _registration = call.Cancellation.UnsafeRegister(
            static (state, token) => ((TypedCall<TCall, TResult>)state!).CancelUnlessBegun(token), this);
    }

    protected TCall Call => _call;

    public Task<TResult> Outcome => _outcome.Task;

    public override void Complete(Task finished)
    {
        if (finished is Task<TResult> typed)
        {
            _outcome.SetFromTask(typed);
        }
        else if (finished.IsFaulted)
        {
            _outcome.SetException(finished.Exception.InnerExceptions);
        }
        else if (finished.IsCanceled)
        {
            _outcome.SetCanceled(new TaskCanceledException(finished).CancellationToken);
        }
        else
        {
            _outcome.SetResult(default!); // VoidResult: the only one whose task is not of its own type
        }
    }

    protected void SetResult(TResult result)
    {
        _registration.Unregister();
        _outcome.SetResult(result);
    }

    protected override Task InvokeCore(object grain)
    {
        _registration.Unregister();
        return TurnBoundary.Invoke(in _call, grain);
    }

    protected override void SetFault(Exception fault)
    {
        _registration.Unregister();
        if (fault is OperationCanceledException cancelled)
        {
            _outcome.SetCanceled(cancelled.CancellationToken);
            return;
        }

        _outcome.SetException(fault);
    }

    protected override void SetCancelled(CancellationToken token) => _outcome.SetCanceled(token);
}
