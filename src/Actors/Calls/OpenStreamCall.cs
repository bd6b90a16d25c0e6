using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Calls;

/// <summary>Opens a stream on the turn of its grain and holds the activation until it is closed.</summary>
internal readonly struct OpenStreamCall<TCall, TItem>(TCall call, CancellationToken cancellation) : IGrainCall
    where TCall : struct, IGrainStreamCall<TItem>
{
    private readonly TCall _call = call;

    public static GrainMethod Method => TCall.Method;

    public CancellationToken Cancellation { get; } = cancellation;

    public Task InvokeAsync(object grain)
    {
        var activation = (ActivationData)((IGrainBase)grain).GrainContext;
        var items = _call.Invoke(grain).GetAsyncEnumerator(Cancellation);
        activation.Turns.Hold();
        return Task.FromResult(new OpenStream<TItem>(activation.GrainId, activation.Turns, items));
    }
}
