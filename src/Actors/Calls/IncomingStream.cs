using Tollama.Actors.Abstractions;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A stream of one method that another silo reads.</summary>
internal sealed class IncomingStream<TCall, TItem> : IIncomingStream
    where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem>
{
    private readonly TypedCall<OpenStreamCall<TCall, TItem>, OpenStream<TItem>> _opening;

    public IncomingStream(GrainId target, TCall call, CancellationToken cancellationToken)
    {
        var opening = new OpenStreamCall<TCall, TItem>(call, cancellationToken);
        _opening = new TypedCall<OpenStreamCall<TCall, TItem>, OpenStream<TItem>>(
            target,
            in opening,
            interleaves: true);
    }

    public QueuedCall Opening => _opening;

    public async Task<bool> TryWriteNextAsync(WireWriter writer)
    {
        var stream = await _opening.Outcome;
        if (!await stream.MoveNextAsync())
        {
            return false;
        }

        TCall.WriteResult(writer, stream.Current);
        return true;
    }

    public async Task CloseAsync()
    {
        if (_opening.Outcome.IsCompletedSuccessfully)
        {
            await (await _opening.Outcome).CloseAsync();
        }
    }
}
