using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Calls;

/// <summary>A running stream: every step of it is an interleaving turn of its activation.</summary>
internal sealed class OpenStream<TItem>(GrainId target, TurnScheduler turns, IAsyncEnumerator<TItem> items)
    : IOpenStream<TItem>
{
    public TItem Current => items.Current;

    public Task<bool> MoveNextAsync()
    {
        var step = new TypedCall<MoveNextCall, bool>(target, new MoveNextCall(items), interleaves: true);
        turns.EnqueueHeld(step);
        return step.Outcome;
    }

    /// <summary>Ends the stream and lets go of the activation.</summary>
    public async Task CloseAsync()
    {
        var step = new TypedCall<DisposeCall, VoidResult>(target, new DisposeCall(items), interleaves: true);
        turns.EnqueueHeld(step);
        try
        {
            await step.Outcome;
        }
        finally
        {
            turns.Release();
        }
    }

    private readonly struct MoveNextCall(IAsyncEnumerator<TItem> items) : IGrainCall
    {
        private readonly IAsyncEnumerator<TItem> _items = items;

        public static GrainMethod Method { get; } = new("Stream", "MoveNextAsync", 0, Interleaves: true);

        public CancellationToken Cancellation => CancellationToken.None;

        public Task InvokeAsync(object grain) => _items.MoveNextAsync().AsTask();
    }

    private readonly struct DisposeCall(IAsyncEnumerator<TItem> items) : IGrainCall
    {
        private readonly IAsyncEnumerator<TItem> _items = items;

        public static GrainMethod Method { get; } = new("Stream", "DisposeAsync", 1, Interleaves: true);

        public CancellationToken Cancellation => CancellationToken.None;

        public Task InvokeAsync(object grain) => _items.DisposeAsync().AsTask();
    }
}
