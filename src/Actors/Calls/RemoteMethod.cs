using Tollama.Actors.Abstractions;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A method that returns a task.</summary>
internal sealed class RemoteMethod<TCall, TResult> : IRemoteMethod
    where TCall : struct, IGrainCall, IWireCall<TCall, TResult>
{
    public bool IsStream => false;

    public QueuedCall ReadCall(GrainId target, WireReader arguments, CancellationToken cancellationToken)
    {
        var call = TCall.ReadArguments(arguments, cancellationToken);
        return new IncomingCall<TCall, TResult>(target, in call);
    }

    public IIncomingStream ReadStream(GrainId target, WireReader arguments, CancellationToken cancellationToken) =>
        throw new InvalidDataException($"{TCall.Method} returns no stream.");
}
