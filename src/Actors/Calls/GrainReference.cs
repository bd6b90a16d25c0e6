using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Calls;

/// <summary>
/// Base of generated references. A call to an idle activation in this process runs on the caller's thread.
/// </summary>
public abstract class GrainReference
{
    private readonly GrainRuntime _runtime;
    private ActivationData? _activation;

    /// <summary>Makes a reference; nothing is activated.</summary>
    protected GrainReference(GrainRuntime runtime, GrainId grainId)
    {
        _runtime = runtime;
        GrainId = grainId;
    }

    /// <summary>The grain it refers to.</summary>
    public GrainId GrainId { get; }

    /// <inheritdoc/>
    public override string ToString() => GrainId.ToString();

    /// <summary>Calls a method that returns no value.</summary>
    protected Task InvokeAsync<TCall>(in TCall call)
        where TCall : struct, IGrainCall, IWireCall<TCall, VoidResult> =>
        TryInvokeHere(in call, out var task) ? task : Enqueue<TCall, VoidResult>(in call);

    /// <summary>Calls a method that returns a value.</summary>
    protected Task<TResult> InvokeAsync<TCall, TResult>(in TCall call)
        where TCall : struct, IGrainCall, IWireCall<TCall, TResult>
    {
        if (!TryInvokeHere(in call, out var task))
        {
            return Enqueue<TCall, TResult>(in call);
        }

        return task as Task<TResult> ?? Task.FromException<TResult>(task.Exception!.InnerException!);
    }

    /// <summary>Calls a method that returns a stream; the grain is called when the enumeration begins.</summary>
    protected IAsyncEnumerable<TItem> InvokeStream<TCall, TItem>(in TCall call)
        where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem> =>
        new GrainStream<TCall, TItem>(_runtime, GrainId, call);

    private bool TryInvokeHere<TCall>(in TCall call, out Task task)
        where TCall : struct, IGrainCall
    {
        var activation = _activation;
        if (activation is null || activation.IsGone)
        {
            if (!_runtime.Catalog.TryGet(GrainId, out activation))
            {
                task = Task.CompletedTask;
                return false;
            }

            _activation = activation;
        }

        return activation.Turns.TryRun(in call, out task);
    }

    private Task<TResult> Enqueue<TCall, TResult>(in TCall call)
        where TCall : struct, IGrainCall, IWireCall<TCall, TResult>
    {
        if (call.Cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(call.Cancellation);
        }

        var queued = new OutgoingCall<TCall, TResult>(GrainId, in call);
        _runtime.Dispatch(queued);
        return queued.Outcome;
    }
}
