using Tollama.Actors.Abstractions;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Calls;

/// <summary>A call of this process, for an activation here or elsewhere.</summary>
internal sealed class OutgoingCall<TCall, TResult>(GrainId target, in TCall call)
    : TypedCall<TCall, TResult>(target, in call, TCall.Method.Interleaves), IOutgoingCall
    where TCall : struct, IGrainCall, IWireCall<TCall, TResult>
{
    public GrainMethod Method => TCall.Method;

    public CancellationToken Cancellation => Call.Cancellation;

    public void WriteArguments(WireWriter writer) => Call.WriteArguments(writer);

    public void CompleteWith(WireReader result)
    {
        var value = TCall.ReadResult(result);
        if (TryClaim())
        {
            SetResult(value);
        }
    }
}
