using Tollama.Actors.Abstractions;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A method that returns a stream.</summary>
internal sealed class RemoteStreamMethod<TCall, TItem> : IRemoteMethod
    where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem>
{
    public bool IsStream => true;

    public QueuedCall ReadCall(GrainId target, WireReader arguments, CancellationToken cancellationToken) =>
        throw new InvalidDataException($"{TCall.Method} returns a stream.");

    public IIncomingStream ReadStream(GrainId target, WireReader arguments, CancellationToken cancellationToken)
    {
        var call = TCall.ReadArguments(arguments, cancellationToken);
        return new IncomingStream<TCall, TItem>(target, call, cancellationToken);
    }
}
