using Tollama.Actors.Abstractions;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>An incoming call of one method.</summary>
internal sealed class IncomingCall<TCall, TResult>(GrainId target, in TCall call)
    : TypedCall<TCall, TResult>(target, in call, TCall.Method.Interleaves), IIncomingCall
    where TCall : struct, IGrainCall, IWireCall<TCall, TResult>
{
    public Task Ended => Outcome;

    public void WriteResult(WireWriter writer) => TCall.WriteResult(writer, Outcome.GetAwaiter().GetResult());
}
