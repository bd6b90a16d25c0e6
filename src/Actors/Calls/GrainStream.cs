using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Calls;

/// <summary>A stream of a grain, seen by its caller. Each enumeration calls the method once.</summary>
internal sealed class GrainStream<TCall, TItem>(GrainRuntime runtime, GrainId target, TCall call) : IAsyncEnumerable<TItem>
    where TCall : struct, IGrainStreamCall<TItem>
{
    public IAsyncEnumerator<TItem> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new GrainStreamReader<TItem>(OpenAsync(cancellationToken));

    private Func<Task<OpenStream<TItem>>> OpenAsync(CancellationToken cancellationToken) => () =>
    {
        var opening = new OpenStreamCall<TCall, TItem>(call, cancellationToken);
        var queued = new TypedCall<OpenStreamCall<TCall, TItem>, OpenStream<TItem>>(
            target, in opening, interleaves: true);
        runtime.Dispatch(queued);
        return queued.Outcome;
    };
}
