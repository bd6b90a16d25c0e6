using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Calls;

/// <summary>A stream of a grain, seen by its caller. Each enumeration calls the method once.</summary>
internal sealed class GrainStream<TCall, TItem>(GrainRuntime runtime, GrainId target, TCall call)
    : IAsyncEnumerable<TItem>
    where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem>
{
    public IAsyncEnumerator<TItem> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new GrainStreamReader<TItem>(() => runtime.OpenStreamAsync<TCall, TItem>(target, call, cancellationToken));
}
